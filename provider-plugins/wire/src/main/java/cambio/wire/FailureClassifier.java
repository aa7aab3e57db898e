package cambio.wire;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says what an unsuccessful response means: by its status, corrected by the words that providers
 * use where a status is too coarse (a prompt that is too long, a content filter, a key that is
 * refused with 400, an account without money behind a 429). A dialect with its own codes maps those
 * first and leaves the rest to this.
 */
public final class FailureClassifier {

  private static final List<String> TOO_LONG =
      List.of(
          "context_length",
          "context length",
          "context window",
          "maximum context",
          "prompt is too long",
          "input is too long",
          "input token count",
          "too many input tokens",
          "too many tokens",
          "too_many_tokens",
          "reduce the length of the messages",
          "exceeds the maximum number of tokens",
          "exceed context limit");

  private static final List<String> FILTERED =
      List.of(
          "content_filter",
          "content filter",
          "content management policy",
          "content_policy",
          "responsibleaipolicy",
          "moderation",
          "flagged",
          "safety system");

  private static final List<String> NO_MONEY =
      List.of(
          "insufficient_quota", "insufficient balance", "insufficient_balance", "credit balance");

  private static final List<String> BAD_KEY =
      List.of(
          "incorrect api key",
          "invalid api key",
          "invalid_api_key",
          "api key not valid",
          "api_key_invalid",
          "api key expired");

  private static final List<String> BUSY =
      List.of("overloaded", "over capacity", "at capacity", "server is busy", "engine is busy");

  /** The model wrote a call or JSON that its own server refuses: another try may do better. */
  private static final List<String> MODEL_ERRED =
      List.of("tool_use_failed", "json_validate_failed", "failed to call a function");

  private FailureClassifier() {}

  /** Classifies an HTTP error response. Never throws. */
  public static Failure classify(ResponseHead head, byte[] body) {
    return of(head.status(), head.headers(), ErrorBody.of(body));
  }

  /** Classifies what was read of an error response. */
  public static Failure of(int status, HeaderFields headers, ErrorBody error) {
    FailureKind kind = kindOf(status, error);
    Failure failure =
        new Failure(
            kind, message(kind, status, error), field(kind, error), null, status, code(error));
    Duration wait = RetryAfter.of(headers);
    return wait == null ? failure : failure.withRetryAfter(wait);
  }

  /**
   * Classifies an error that came inside a successful response, mid-stream or in a body. A numeric
   * code that is an HTTP error status counts as one; without it the provider is to blame.
   */
  public static Failure inBand(ResponseHead head, ErrorBody error) {
    int status = statusIn(error);
    FailureKind kind = kindOf(status, error);
    return new Failure(
        kind, message(kind, status, error), field(kind, error), null, head.status(), code(error));
  }

  /** The kind for a status and what was read of the body. */
  public static FailureKind kindOf(int status, ErrorBody error) {
    String words = words(error);
    boolean refusable = status == 400 || status == 403 || status == 413 || status == 422;
    if ((refusable || status == 500) && mentions(words, TOO_LONG)) {
      return FailureKind.CONTEXT_LENGTH_EXCEEDED;
    }
    if (refusable && mentions(words, FILTERED)) {
      return FailureKind.CONTENT_FILTERED;
    }
    if (status == 400 && mentions(words, BAD_KEY) || status == 429 && mentions(words, NO_MONEY)) {
      return FailureKind.PROVIDER_CREDENTIALS;
    }
    if (status == 400 && mentions(words, MODEL_ERRED)) {
      return FailureKind.PROVIDER_ERROR;
    }
    if (status == 413 && words.contains("rate_limit")) {
      return FailureKind.RATE_LIMITED;
    }
    return status >= 500 && mentions(words, BUSY) ? FailureKind.OVERLOADED : byStatus(status);
  }

  private static FailureKind byStatus(int status) {
    return switch (status) {
      case 401, 402, 403 -> FailureKind.PROVIDER_CREDENTIALS;
      case 404, 408, 409, 424, 425 -> FailureKind.PROVIDER_ERROR;
      case 413 -> FailureKind.PAYLOAD_TOO_LARGE;
      case 429 -> FailureKind.RATE_LIMITED;
      case 503, 529 -> FailureKind.OVERLOADED;
      default ->
          status >= 400 && status < 500 ? FailureKind.INVALID_REQUEST : FailureKind.PROVIDER_ERROR;
    };
  }

  /** Errors in a stream carry a status as their code, or a name that stands for one. */
  private static int statusIn(ErrorBody error) {
    String code = error.code();
    if (code != null && code.length() == 3 && code.chars().allMatch(Character::isDigit)) {
      int status = Integer.parseInt(code);
      if (status >= 400 && status <= 599) {
        return status;
      }
    }
    String words = words(error);
    if (words.contains("rate_limit") || words.contains("too_many_requests")) {
      return 429;
    }
    if (mentions(words, BUSY) || words.contains("unavailable")) {
      return 503;
    }
    if (words.contains("authentication") || words.contains("permission")) {
      return 401;
    }
    boolean callers =
        words.contains("invalid_request") || mentions(words, TOO_LONG) || mentions(words, FILTERED);
    return callers ? 400 : 500;
  }

  private static String words(ErrorBody error) {
    String all = error.code() + " " + error.type() + " " + error.message();
    String start = all.length() > 4096 ? all.substring(0, 4096) : all;
    return start.toLowerCase(Locale.ROOT);
  }

  private static boolean mentions(String words, List<String> phrases) {
    for (String phrase : phrases) {
      if (words.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String field(FailureKind kind, ErrorBody error) {
    String field = error.field();
    return kind == FailureKind.INVALID_REQUEST && field != null ? SafeText.of(field) : null;
  }

  private static @Nullable String code(ErrorBody error) {
    String code = error.codeOrType();
    return code == null ? null : SafeText.of(code);
  }

  private static String message(FailureKind kind, int status, ErrorBody error) {
    String said = error.message();
    String words = said == null || said.isBlank() ? "HTTP " + status : SafeText.of(said);
    return switch (kind) {
      case PROVIDER_CREDENTIALS -> "The provider refused Cambio's credential: " + words;
      case RATE_LIMITED -> "The provider limits the rate of requests: " + words;
      case OVERLOADED -> "The provider is overloaded: " + words;
      case CONTENT_FILTERED -> "The provider's content filter refused the request: " + words;
      case CONTEXT_LENGTH_EXCEEDED -> "The prompt is longer than this endpoint takes: " + words;
      case PROVIDER_ERROR -> "The provider failed: " + words;
      default -> "The provider refused the request: " + words;
    };
  }
}
