package cambio.dialect.anthropic;

import cambio.spi.Failure;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import java.util.Locale;

/**
 * What errors of this dialect mean. The error's type says more than the status, which is 200 for an
 * error within a stream; the type stands for the status that the provider documents for it.
 */
final class MessagesFailures {

  private MessagesFailures() {}

  /** An HTTP error response. */
  static Failure classify(ResponseHead head, byte[] body) {
    return of(head.status(), head.headers(), ErrorBody.of(body));
  }

  /** An error within a successful response. */
  static Failure inBand(ResponseHead head, ErrorBody error) {
    return of(head.status(), HeaderFields.empty(), error);
  }

  private static Failure of(int status, HeaderFields headers, ErrorBody error) {
    int meant = meant(status, error);
    if (meant < 400) {
      return FailureClassifier.inBand(new ResponseHead(status, headers), error);
    }
    Failure failure = FailureClassifier.of(meant, headers, error);
    return failure.withUpstream(status, failure.upstreamCode());
  }

  private static int meant(int status, ErrorBody error) {
    String type = error.type() == null ? "" : error.type();
    return switch (type) {
      case "invalid_request_error" -> noMoney(error) ? 402 : status / 100 == 4 ? status : 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      case "api_error" -> status / 100 == 5 ? status : 500;
      default -> status;
    };
  }

  /** An account without credit is refused with 400 and {@code invalid_request_error}. */
  private static boolean noMoney(ErrorBody error) {
    String message = error.message();
    return message != null && message.toLowerCase(Locale.ROOT).contains("credit balance");
  }
}
