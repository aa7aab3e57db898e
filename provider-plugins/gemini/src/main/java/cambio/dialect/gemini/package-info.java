/**
 * The Gemini dialect ({@code gemini}), at AI Studio and at Vertex AI: {@code generateContent} and
 * its stream, {@code countTokens}, embeddings, and the exchange of Google accounts for tokens
 * (scheme {@code google-oauth2}). A departure is data of the catalogue, never code:
 *
 * <table>
 * <caption>Quirk options; {@link cambio.dialect.gemini.GeminiOption} is the same as data</caption>
 * <tr><th>option</th><th>values (default first)</th><th>meaning</th></tr>
 * <tr><td>{@code path}</td><td>{@code /models/{model}}, under a location
 *     {@code /publishers/google/models/{model}}; any</td><td>path after the base URL up to the
 *     method's colon</td></tr>
 * <tr><td>{@code tool_schema}</td><td>{@code json}, {@code subset}</td><td>a function's parameters
 *     as {@code parametersJsonSchema}, as the caller wrote them, or as {@code parameters} in the
 *     provider's own subset</td></tr>
 * <tr><td>{@code output_schema}</td><td>{@code json}, {@code subset}</td><td>the same for
 *     {@code responseJsonSchema} and {@code responseSchema}</td></tr>
 * <tr><td>{@code reasoning}</td><td>{@code budget}, {@code level}, {@code none}</td><td>what
 *     thinking is told: {@code thinkingBudget} or {@code thinkingLevel}</td></tr>
 * <tr><td>{@code levels}</td><td>{@code low,high}; several of {@code minimal}, {@code low},
 *     {@code medium}, {@code high}</td><td>the levels that the model takes</td></tr>
 * <tr><td>{@code least_budget}, {@code most_budget}</td><td>0, 24576; any</td><td>the limits of a
 *     thinking budget</td></tr>
 * <tr><td>{@code call_ids}</td><td>{@code true}, {@code false}</td><td>whether calls and results
 *     carry ids; ids made here never do</td></tr>
 * <tr><td>{@code unsigned_calls}</td><td>{@code as_is}, {@code skip}</td><td>{@code skip}: the
 *     documented stand-in for a thought signature goes with calls that another model made</td></tr>
 * <tr><td>{@code tool_media}</td><td>{@code after}, {@code within}</td><td>pictures and files of a
 *     tool's result beside it or within it</td></tr>
 * <tr><td>{@code server_tool_calls}</td><td>{@code false}, {@code true}</td><td>whether calls of
 *     the provider's own tools are shown</td></tr>
 * <tr><td>{@code count}</td><td>{@code request}, {@code members}</td><td>what {@code countTokens}
 *     is asked with at AI Studio: a whole request, or its members</td></tr>
 * <tr><td>{@code embedding}</td><td>{@code batch} at AI Studio, {@code predict} at Vertex AI;
 *     {@code single}</td><td>the method for embeddings</td></tr>
 * <tr><td>{@code config.*}</td><td>none, any</td><td>a member of {@code generationConfig}, as raw
 *     JSON, sent with every request, such as {@code config.imageConfig}</td></tr>
 * <tr><td>{@code body.*}</td><td>none, any</td><td>a member, as raw JSON, sent with every request,
 *     such as {@code body.safetySettings} or {@code body.cachedContent}</td></tr>
 * </table>
 *
 * <p>Thought signatures: that of a call travels as the call's own; that of a text becomes encrypted
 * reasoning of format {@code google-gemini-v1} and goes back to the text it stands beside. The
 * provider's own tools ({@code googleSearch}, {@code codeExecution}, {@code urlContext}, …) are
 * opaque tools, and what they do is opaque parts; grounding is both annotations and opaque. A
 * {@code ToolChoice.Opaque} is a whole {@code toolConfig}; an {@code OutputFormat.Opaque} is
 * members of {@code generationConfig}.
 */
@NullMarked
package cambio.dialect.gemini;

import org.jspecify.annotations.NullMarked;
