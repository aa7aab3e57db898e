/**
 * The Converse dialect of Amazon Bedrock ({@code bedrock-converse}): one shape for the models of
 * many makers, unary as JSON and streamed as AWS's binary event stream with checksums. A departure
 * is data of the catalogue, never code:
 *
 * <table>
 * <caption>Quirk options; {@link cambio.dialect.bedrock.ConverseOption} is the same as data</caption>
 * <tr><th>option</th><th>values (default first)</th><th>meaning</th></tr>
 * <tr><td>{@code inference_profiles}</td><td>none, a list</td><td>ids of cross-region profiles that
 *     serve the model</td></tr>
 * <tr><td>{@code profile_scope}</td><td>{@code regional}, {@code global}, {@code none}</td>
 *     <td>which of them is called: the one of the endpoint's region, else the global one</td></tr>
 * <tr><td>{@code reasoning}</td><td>{@code none}, {@code thinking}, {@code reasoning_config}, {@code
 *     adaptive}, {@code nova}, {@code effort}, {@code effort_object}</td><td>the member of {@code
 *     additionalModelRequestFields} that the model's family reads</td></tr>
 * <tr><td>{@code efforts}</td><td>{@code low,medium,high}; also {@code none}, {@code xhigh}, {@code max}</td>
 *     <td>the efforts that the model takes; others become the nearest</td></tr>
 * <tr><td>{@code thinking_display}</td><td>none, {@code summarized}, {@code omitted}</td><td>sent
 *     where the caller does not say whether to show the reasoning</td></tr>
 * <tr><td>{@code reasoning_format}</td><td>none, any</td><td>the name of the model's sealed
 *     reasoning; {@code anthropic-claude-v1} is exchanged with other clouds of those models</td></tr>
 * <tr><td>{@code history_reasoning}</td><td>{@code sealed}, {@code all}, {@code none}</td>
 *     <td>which earlier reasoning goes back</td></tr>
 * <tr><td>{@code top_k}</td><td>{@code none}, {@code top_k}, {@code k}, {@code nova}</td><td>where
 *     the family takes it</td></tr>
 * <tr><td>{@code structured_output}</td><td>{@code output_config}, {@code tool}, {@code none}</td>
 *     <td>how a JSON schema is asked for</td></tr>
 * <tr><td>{@code strict_tools}</td><td>{@code false}, {@code true}</td><td>whether a tool's {@code
 *     strict} is sent</td></tr>
 * <tr><td>{@code system}</td><td>{@code member}, {@code user}</td><td>whether instructions have
 *     their own member or go into the first user message</td></tr>
 * <tr><td>{@code cache}</td><td>{@code asked}, {@code always}</td><td>automatic cache points: where
 *     the request asks, or also where it says nothing of caches</td></tr>
 * <tr><td>{@code long_cache}</td><td>{@code true}, {@code false}</td><td>whether cache points may
 *     last an hour</td></tr>
 * <tr><td>{@code one_sampler}</td><td>{@code false}, {@code true}</td><td>whether {@code topP} must
 *     go where {@code temperature} is set</td></tr>
 * <tr><td>{@code fields.*}</td><td>any JSON</td><td>a member of {@code
 *     additionalModelRequestFields} sent with every request</td></tr>
 * <tr><td>{@code body.*}</td><td>any JSON</td><td>a member sent with every request, such as {@code
 *     guardrailConfig} or {@code performanceConfig}</td></tr>
 * </table>
 *
 * <p>AWS keys sign each request by Signature Version 4; a Bedrock API key travels as a bearer.
 */
@NullMarked
package cambio.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
