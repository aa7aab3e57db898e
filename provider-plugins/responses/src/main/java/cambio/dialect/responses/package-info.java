/**
 * The OpenAI Responses dialect ({@code openai-responses}) as an upstream, for models that reason
 * over several turns or are served by it alone. Nothing is kept at the provider ({@code store:
 * false}): what the next turn needs, encrypted reasoning above all, comes with the answer and goes
 * back with the conversation. A departure is data of the catalogue, never code:
 *
 * <table>
 * <caption>Quirk options; {@link cambio.dialect.responses.ResponsesOption} is the same as data</caption>
 * <tr><th>option</th><th>values (default first)</th><th>meaning</th></tr>
 * <tr><td>{@code path}</td><td>{@code /responses}, any</td><td>path after the base URL</td></tr>
 * <tr><td>{@code query}</td><td>none, any</td><td>query of the URL, percent-encoded</td></tr>
 * <tr><td>{@code model_member}</td><td>{@code true}, {@code false}</td><td>whether the body names
 *     the model</td></tr>
 * <tr><td>{@code store}</td><td>{@code false}, {@code true}, {@code none}</td><td>what the provider
 *     is told about keeping the response</td></tr>
 * <tr><td>{@code include}</td><td>{@code reasoning.encrypted_content}, a list, {@code none}</td>
 *     <td>what else the answer is to include</td></tr>
 * <tr><td>{@code instructions}</td><td>{@code input}, {@code member}</td><td>where the first
 *     instruction goes</td></tr>
 * <tr><td>{@code instruction_role}</td><td>{@code as_is}, {@code system}, {@code developer}</td>
 *     <td>the role of instructions in the input</td></tr>
 * <tr><td>{@code efforts}</td><td>all seven, a list</td><td>the efforts that the model takes; others
 *     become the nearest</td></tr>
 * <tr><td>{@code summary}</td><td>none, {@code auto}, {@code concise}, {@code detailed}</td><td>the
 *     summary that is asked for where the caller asks for reasoning and names none</td></tr>
 * <tr><td>{@code history_reasoning}</td><td>{@code encrypted}, {@code all}, {@code none}</td>
 *     <td>which earlier reasoning goes back</td></tr>
 * <tr><td>{@code reasoning_format}</td><td>{@code openai-responses-v1}, any</td><td>the name of the
 *     endpoint's format of encrypted reasoning; other formats are not sent to it</td></tr>
 * <tr><td>{@code strict}</td><td>{@code false}, {@code none}</td><td>what a function's {@code
 *     strict} is where the caller does not say</td></tr>
 * <tr><td>{@code cache_control}</td><td>{@code none}, {@code breakpoint}</td><td>whether prompt-cache
 *     marks are sent as {@code prompt_cache_breakpoint}</td></tr>
 * <tr><td>{@code body.*}</td><td>any JSON</td><td>a member sent with every request</td></tr>
 * </table>
 *
 * <p>An item of reasoning becomes one block a summary, a text and the encrypted content, all of the
 * item's id; they go back as one item. A custom tool's call carries its free text as arguments.
 * Items that the provider's own tools made are {@link cambio.spi.event.Opaque}.
 */
@NullMarked
package cambio.dialect.responses;

import org.jspecify.annotations.NullMarked;
