/**
 * The Cohere v2 dialect ({@code cohere-v2}): chat, whole or as a stream, and embeddings. A
 * departure is data of the catalogue, never code:
 *
 * <table>
 * <caption>Quirk options; {@link cambio.dialect.cohere.CohereOption} is the same as data</caption>
 * <tr><th>option</th><th>values (default first)</th><th>meaning</th></tr>
 * <tr><td>{@code path}</td><td>{@code /chat}, any</td><td>path of chat after the base URL</td></tr>
 * <tr><td>{@code embed_path}</td><td>{@code /embed}, any</td><td>path of embeddings after the base
 *     URL</td></tr>
 * <tr><td>{@code reasoning}</td><td>{@code budget}, {@code switch}, {@code none}</td><td>whether
 *     thinking takes a budget of tokens, can only be switched, or is unknown to the model</td></tr>
 * <tr><td>{@code strict_tools}</td><td>{@code false}, {@code true}</td><td>whether {@code
 *     strict_tools} is sent where every tool is strict</td></tr>
 * <tr><td>{@code input_type}</td><td>{@code search_document}, any, {@code none}</td><td>what vectors
 *     are for where the caller does not say</td></tr>
 * <tr><td>{@code body.*}</td><td>any JSON</td><td>a member sent with every chat request</td></tr>
 * </table>
 *
 * <p><b>Usage.</b> The provider charges {@code billed_units}, so these are the canonical counts.
 * {@code tokens} and {@code cached_tokens} count the provider's own template as well, which is not
 * charged and is often longer than the prompt; of the cached tokens only those are taken over that
 * cannot lie in the template ({@link cambio.dialect.cohere.UsageCounts}).
 *
 * <p><b>Reasoning.</b> The plan before a tool call ({@code tool_plan}) is reasoning too, of the
 * format {@value cambio.dialect.cohere.Reasonings#PLAN_FORMAT}, and goes back as a plan; a model
 * that thinks uses {@value cambio.dialect.cohere.Reasonings#THOUGHT_FORMAT}.
 *
 * <p><b>Documents.</b> A text file in a user's message becomes one of the request's {@code
 * documents}, which the model cites; opaque parts of the form {@code
 * {"type":"document","document":…}} do so too. Citations come out as annotations.
 */
@NullMarked
package cambio.dialect.cohere;

import org.jspecify.annotations.NullMarked;
