package cambio.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A classified failure.
 *
 * @param message one or two sentences for the caller: what happened and what to do next. Holds no
 *     secret, no prompt, no stack trace; text from a provider is filtered before it gets here
 * @param field the request member at fault, e.g. {@code messages[2].content}, where one is
 * @param retryAfter how long the provider (or our own limit) asks to wait, where it says
 * @param upstreamStatus the provider's HTTP status, where there was one
 * @param upstreamCode the provider's own error code or type, where it gave one
 */
public record Failure(
    FailureKind kind,
    String message,
    @Nullable String field,
    @Nullable Duration retryAfter,
    @Nullable Integer upstreamStatus,
    @Nullable String upstreamCode) {

  /** A failure of a kind with a message and nothing else. */
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, null, null, null, null);
  }

  /** An {@link FailureKind#INVALID_REQUEST} that names its field. */
  public static Failure invalid(String field, String message) {
    return new Failure(FailureKind.INVALID_REQUEST, message, field, null, null, null);
  }

  /** This failure with a field. */
  public Failure withField(String name) {
    return new Failure(kind, message, name, retryAfter, upstreamStatus, upstreamCode);
  }

  /** This failure with a time to wait. */
  public Failure withRetryAfter(Duration wait) {
    return new Failure(kind, message, field, wait, upstreamStatus, upstreamCode);
  }

  /** This failure with what the provider answered. */
  public Failure withUpstream(int status, @Nullable String code) {
    return new Failure(kind, message, field, retryAfter, status, code);
  }
}
