/**
 * The Anthropic Messages dialect ({@code anthropic-messages}), at Anthropic itself, at the clouds
 * that host its models and at other providers that speak it. A departure is data of the catalogue,
 * never code:
 *
 * <table>
 * <caption>Quirk options; {@link cambio.dialect.anthropic.MessagesOption} is the same as data</caption>
 * <tr><th>option</th><th>values (default first)</th><th>meaning</th></tr>
 * <tr><td>{@code path}</td><td>{@code /messages}, any</td><td>path after the base URL; <code>{model}
 *     </code> becomes the model's name at the provider</td></tr>
 * <tr><td>{@code stream_path}</td><td>{@code path}'s, any</td><td>the path where a stream is
 *     asked for</td></tr>
 * <tr><td>{@code count_path}</td><td>{@code /messages/count_tokens}, any</td><td>the path that
 *     counts tokens</td></tr>
 * <tr><td>{@code query}</td><td>none, any</td><td>query of the URL, percent-encoded</td></tr>
 * <tr><td>{@code model_member}</td><td>{@code true}, {@code false}</td><td>whether the body names
 *     the model</td></tr>
 * <tr><td>{@code stream_member}</td><td>{@code true}, {@code false}</td><td>whether the body says
 *     that a stream is wanted</td></tr>
 * <tr><td>{@code version}</td><td>{@code 2023-06-01}, any, {@code none}</td><td>value of {@code
 *     anthropic-version}</td></tr>
 * <tr><td>{@code version_in}</td><td>{@code header}, {@code body}</td><td>where the version (as
 *     {@code anthropic_version}) and betas (as {@code anthropic_beta}) stand</td></tr>
 * <tr><td>{@code beta}</td><td>none, a list</td><td>betas to ask for with every request</td></tr>
 * <tr><td>{@code reasoning}</td><td>{@code budget}, {@code adaptive}, {@code none}</td><td>whether
 *     thinking takes a budget of tokens, or is adaptive with an effort</td></tr>
 * <tr><td>{@code efforts}</td><td>{@code low,medium,high}; also {@code xhigh}, {@code max}</td>
 *     <td>the efforts that the model takes; others become the nearest</td></tr>
 * <tr><td>{@code verbosity}</td><td>{@code none}, {@code effort}</td><td>whether the caller's
 *     verbosity is sent as {@code output_config.effort}, where reasoning does not set that</td></tr>
 * <tr><td>{@code thinking_display}</td><td>none, {@code summarized}, {@code omitted}</td><td>sent
 *     where the caller does not say whether to show the reasoning</td></tr>
 * <tr><td>{@code structured_output}</td><td>{@code tool}, {@code output_config}, {@code
 *     output_format}</td><td>how a JSON schema is asked for: by a forced tool call, or by a
 *     member</td></tr>
 * <tr><td>{@code strict_tools}</td><td>{@code false}, {@code true}</td><td>whether a tool's {@code
 *     strict} is sent</td></tr>
 * <tr><td>{@code eager_input_streaming}</td><td>{@code false}, {@code true}</td><td>whether tools
 *     ask for arguments as they come</td></tr>
 * <tr><td>{@code cache}</td><td>{@code asked}, {@code always}, {@code member}</td><td>automatic
 *     cache breakpoints: where the request asks, also where it says nothing of caches, or left to
 *     the provider by a top-level {@code cache_control}</td></tr>
 * <tr><td>{@code long_cache}</td><td>{@code true}, {@code false}</td><td>whether breakpoints may
 *     last an hour</td></tr>
 * <tr><td>{@code system_messages}</td><td>{@code front}, {@code in_place}</td><td>whether an
 *     instruction within the conversation moves to the front or stays</td></tr>
 * <tr><td>{@code one_sampler}</td><td>{@code false}, {@code true}</td><td>whether {@code top_p} must
 *     go where {@code temperature} is set</td></tr>
 * <tr><td>{@code body.*}</td><td>any JSON</td><td>a member sent with every request</td></tr>
 * </table>
 *
 * <p>The variants, as data: Vertex has {@code path} <code>
 * /publishers/anthropic/models/{model}:rawPredict
 * </code>, {@code stream_path} with {@code :streamRawPredict}, {@code model_member} {@code false},
 * {@code version} {@code vertex-2023-10-16} and {@code version_in} {@code body}; Bedrock's unary
 * calls have <code>/model/{model}/invoke</code>, no model and no stream member, and {@code
 * bedrock-2023-05-31} in the body.
 *
 * <p>{@code max_tokens} is mandatory in this dialect: where the caller names none, the endpoint's
 * own limit is sent, or {@value cambio.dialect.anthropic.ThinkingPlan#DEFAULT_MAX_TOKENS} where
 * that is not known.
 */
@NullMarked
package cambio.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
