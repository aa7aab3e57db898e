/**
 * The OpenAI chat-completions dialect ({@code openai-chat}), and the many providers that speak it
 * with departures. A departure is data of the catalogue, never code:
 *
 * <table>
 * <caption>Quirk options; {@link cambio.dialect.openai.ChatOption} is the same as data</caption>
 * <tr><th>option</th><th>values (default first)</th><th>meaning</th></tr>
 * <tr><td>{@code path}</td><td>{@code /chat/completions}, any</td><td>path after the base URL;
 *     <code>{model}</code> becomes the model's name at the provider</td></tr>
 * <tr><td>{@code stream_path}</td><td>{@code path}'s, any</td><td>the path where a stream is
 *     asked for</td></tr>
 * <tr><td>{@code query}</td><td>none, any</td><td>query, e.g. {@code api-version=…}</td></tr>
 * <tr><td>{@code model_member}</td><td>{@code true}, {@code false}</td><td>whether the body names
 *     the model</td></tr>
 * <tr><td>{@code usage}</td><td>{@code stream_options}, {@code include}, {@code both},
 *     {@code none}</td><td>how usage is asked for: {@code stream_options.include_usage} in streams,
 *     {@code usage.include} always, both, or not at all</td></tr>
 * <tr><td>{@code reasoning}</td><td>{@code effort}, {@code object}, {@code thinking},
 *     {@code enable_thinking}, {@code thinking_budget}, {@code none}; several</td><td>where reasoning options go</td></tr>
 * <tr><td>{@code clear_thinking}</td><td>none, {@code true}, {@code false}</td><td>sent within the
 *     {@code thinking} object</td></tr>
 * <tr><td>{@code history_reasoning}</td><td>{@code none}, {@code reasoning},
 *     {@code reasoning_content}, {@code reasoning_details}, {@code thinking_parts}; several</td>
 *     <td>the members that carry earlier reasoning back; the last one as parts of the
 *     content</td></tr>
 * <tr><td>{@code instruction_role}</td><td>{@code as_is}, {@code system}, {@code developer}</td>
 *     <td>the role of instructions</td></tr>
 * <tr><td>{@code text_content}</td><td>{@code auto}, {@code array}, {@code string}</td><td>a text
 *     as string where it stands alone, always as array of parts, or always joined to a
 *     string</td></tr>
 * <tr><td>{@code empty_content}</td><td>{@code omit}, {@code null}, {@code empty}</td><td>the
 *     content of an assistant message that only calls tools</td></tr>
 * <tr><td>{@code cache_control}</td><td>{@code none}, {@code parts}, {@code message}</td><td>where
 *     prompt-cache marks go; dropped and reported by default</td></tr>
 * <tr><td>{@code file_part}</td><td>{@code file}, {@code file_url}, {@code document_url}</td>
 *     <td>how a document is sent</td></tr>
 * <tr><td>{@code call_id}</td><td>{@code any}, {@code nine}</td><td>ids of tool calls as they are,
 *     or made into nine letters and digits where they are anything else</td></tr>
 * <tr><td>{@code image_url}</td><td>{@code object}, {@code string}</td><td>how an image's link is
 *     sent</td></tr>
 * <tr><td>{@code call_signature}</td><td>none, any</td><td>dotted path below an earlier tool call
 *     where its signature goes back, e.g. {@code extra_content.acme.thought_signature}</td></tr>
 * <tr><td>{@code prefix}</td><td>{@code none}, {@code implicit}, {@code member}</td><td>whether an
 *     assistant message at the end is continued, by itself or with {@code "prefix":true}</td></tr>
 * <tr><td>{@code end_mark}</td><td>{@code optional}, {@code required}</td><td>whether a stream
 *     without {@code [DONE]} is complete once every choice has finished</td></tr>
 * <tr><td>{@code hidden_output}</td><td>{@code none}, {@code in_total}</td><td>whether tokens that
 *     only the total counts are reasoning</td></tr>
 * <tr><td>{@code body.*}</td><td>any JSON</td><td>a member sent with every request</td></tr>
 * </table>
 *
 * <p>Renames ({@code max_tokens} to {@code max_completion_tokens}, {@code seed} to {@code
 * random_seed}, …) and unsupported parameters are {@link cambio.spi.Quirks}' own.
 *
 * <p>Embeddings are a dialect of their own ({@code openai-embeddings}), whose options {@link
 * cambio.dialect.openai.EmbeddingsOption} has: {@code path} ({@code /embeddings}), {@code query},
 * {@code model_member}, {@code encoding} (the {@code encoding_format} that is asked for: {@code
 * none}, {@code float}, {@code base64}), {@code base64} (what base64 holds: {@code float32}, {@code
 * int8}), {@code purpose} (the member that says what vectors are for) and {@code body.*}.
 */
@NullMarked
package cambio.dialect.openai;

import org.jspecify.annotations.NullMarked;
