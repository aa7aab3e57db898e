package cambio.server.surface;

import cambio.wire.SafeText;
import com.linecorp.armeria.common.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says in headers, whichever compatible door it comes through.
 *
 * @param requestId the caller's {@code x-request-id} where it is a usable id, else a new one
 * @param app the caller's application: its title, else its referrer
 * @param sessionId {@code x-session-id}
 * @param traceparent the caller's W3C trace context
 * @param metadata whether routing metadata is wanted with the answer
 */
public record CallerHeaders(
    String requestId,
    @Nullable String app,
    @Nullable String sessionId,
    @Nullable String traceparent,
    boolean metadata) {

  private static final int LONGEST = 256;

  /** Reads them. What is too long or malformed counts as absent: no header breaks a request. */
  public static CallerHeaders read(HttpHeaders headers, GenerationIds ids) {
    String given = headers.get("x-request-id");
    String title = first(headers.get("x-openrouter-title"), headers.get("x-title"));
    String wish =
        first(
            headers.get("x-openrouter-metadata"),
            headers.get("x-openrouter-experimental-metadata"));
    return new CallerHeaders(
        given != null && isId(given) ? given : ids.request(),
        shown(first(title, headers.get("http-referer"))),
        bounded(headers.get("x-session-id")),
        bounded(headers.get("traceparent")),
        "enabled".equalsIgnoreCase(wish) || "true".equalsIgnoreCase(wish));
  }

  private static boolean isId(String text) {
    return text.length() <= 128
        && !text.isEmpty()
        && text.chars()
            .allMatch(c ->
                c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "-_.:/".indexOf(c) >= 0);
  }

  private static @Nullable String bounded(@Nullable String value) {
    return value == null || value.isBlank() || value.length() > LONGEST ? null : value;
  }

  private static @Nullable String shown(@Nullable String value) {
    String bounded = bounded(value);
    return bounded == null ? null : SafeText.of(bounded);
  }

  private static @Nullable String first(@Nullable String have, @Nullable String otherwise) {
    return have != null ? have : otherwise;
  }
}
