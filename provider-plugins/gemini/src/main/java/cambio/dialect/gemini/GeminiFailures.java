package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What errors of this dialect mean. Their {@code status} is a name of {@code google.rpc.Code} and
 * says more than the HTTP status, which is 200 within a stream; {@code google.rpc.RetryInfo} among
 * the details says how long to wait.
 */
final class GeminiFailures {

  private static final Duration LONGEST = Duration.ofDays(1);

  private GeminiFailures() {}

  /** An HTTP error response. */
  static Failure classify(ResponseHead head, byte[] body) {
    Failure failure = of(head.status(), head.headers(), ErrorBody.of(body));
    Duration wait = failure.retryAfter() == null ? retryDelay(body) : null;
    return wait == null ? failure : failure.withRetryAfter(wait);
  }

  /** An error within a successful response. */
  static Failure inBand(ResponseHead head, ErrorBody error, byte[] frame) {
    Failure failure = of(head.status(), HeaderFields.empty(), error);
    Duration wait = retryDelay(frame);
    return wait == null ? failure : failure.withRetryAfter(wait);
  }

  private static Failure of(int status, HeaderFields headers, ErrorBody error) {
    int meant = meant(status, error);
    Failure failure =
        meant < 400
            ? FailureClassifier.inBand(new ResponseHead(status, headers), error)
            : FailureClassifier.of(meant, headers, error);
    String code = error.type() == null ? failure.upstreamCode() : error.type();
    return failure.withUpstream(status, code);
  }

  /** The HTTP status that the error stands for. */
  private static int meant(int status, ErrorBody error) {
    String name = error.type() == null ? "" : error.type();
    return switch (name) {
      case "INVALID_ARGUMENT", "OUT_OF_RANGE" -> status / 100 == 4 ? status : 400;
      // No billing account, or a country without a free tier: the operator's to mend.
      case "FAILED_PRECONDITION" -> 403;
      case "UNAUTHENTICATED" -> 401;
      case "PERMISSION_DENIED" -> 403;
      case "NOT_FOUND" -> 404;
      case "ABORTED" -> 409;
      case "RESOURCE_EXHAUSTED" -> 429;
      case "UNAVAILABLE" -> 503;
      case "CANCELLED", "DEADLINE_EXCEEDED" -> 504;
      case "INTERNAL", "UNKNOWN", "DATA_LOSS" -> status / 100 == 5 ? status : 500;
      default -> status;
    };
  }

  /** A prompt that was refused before any candidate was made. */
  static Failure blocked(ResponseHead head, String reason, @Nullable String message) {
    String why = message == null ? "" : " " + cambio.wire.SafeText.of(message);
    return Failure.of(
            FailureKind.CONTENT_FILTERED,
            "The provider blocked the prompt ("
                + cambio.wire.SafeText.of(reason)
                + ")."
                + why
                + " Change the prompt or ask another model.")
        .withUpstream(head.status(), cambio.wire.SafeText.of(reason));
  }

  /** {@code retryDelay} of the error's details, such as {@code 48.9s}; null where there is none. */
  private static @Nullable Duration retryDelay(byte[] body) {
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      return delayIn(json, 0);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Duration delayIn(JsonReader json, int depth) throws IOException {
    @Nullable Duration found = null;
    if (depth < 6 && json.isArray()) {
      while (json.nextElement()) {
        Duration inner = delayIn(json, depth + 1);
        found = found == null ? inner : found;
      }
    } else if (depth < 6 && json.isObject()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        Duration inner =
            switch (name) {
              case "error", "details" -> delayIn(json, depth + 1);
              case "retryDelay" -> duration(json.scalar());
              default -> {
                json.skip();
                yield null;
              }
            };
        found = found == null ? inner : found;
      }
    } else {
      json.skip();
    }
    return found;
  }

  private static @Nullable Duration duration(@Nullable String text) {
    if (text == null || !text.matches("\\d{1,9}(\\.\\d{1,9})?s")) {
      return null;
    }
    Duration wait = Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
