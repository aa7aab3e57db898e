package cambio.dialect.bedrock;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.SafeText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What errors of this dialect mean. The exception's name says more than the status (which is 200
 * within a stream): it stands in {@code x-amzn-errortype}, in the body's {@code __type}, or in a
 * message's headers, and is taken for the status that describes it best.
 */
final class ConverseFailures {

  /** Words of a validation error about the model that the catalogue named, not the request. */
  private static final List<String> MODEL_UNAVAILABLE =
      List.of(
          "model identifier is invalid",
          "on-demand throughput",
          "reached the end of its life",
          "marked by provider as legacy",
          "model is not supported in this region");

  /** Words of a validation error about the account. */
  private static final List<String> ACCOUNT =
      List.of("operation not allowed", "use case details", "access to the model", "not authorized");

  /** Words for a prompt that is too long, beside those that all dialects share. */
  private static final List<String> TOO_LONG =
      List.of(
          "input tokens exceeded",
          "too many total text bytes",
          "exceeds the maximum length",
          "input is too long",
          "expected maxlength");

  private ConverseFailures() {}

  /** An HTTP error response. */
  static Failure classify(ResponseHead head, byte[] body) {
    ErrorBody error = ErrorBody.of(body);
    String header = head.headers().first("x-amzn-errortype");
    return of(head.status(), head.headers(), header == null ? error.type() : header, error);
  }

  /**
   * An error within a successful response.
   *
   * @param name the exception's, where it has one
   */
  static Failure inBand(ResponseHead head, @Nullable String name, ErrorBody error) {
    return of(head.status(), HeaderFields.empty(), name == null ? error.type() : name, error);
  }

  private static Failure of(
      int status, HeaderFields headers, @Nullable String type, ErrorBody error) {
    String name = type == null ? "" : bareName(type);
    String code = name.isEmpty() ? error.code() : name;
    int meant = meant(status, name, error.message());
    ErrorBody named = new ErrorBody(error.message(), error.type(), code, null);
    if (meant < 400) {
      return FailureClassifier.inBand(new ResponseHead(status, headers), named);
    }
    Failure failure = FailureClassifier.of(meant, headers, named);
    String message = error.message();
    if (meant == 400 && message != null && mentions(message.toLowerCase(Locale.ROOT), TOO_LONG)) {
      failure =
          Failure.of(
              FailureKind.CONTEXT_LENGTH_EXCEEDED,
              "The prompt is longer than this endpoint takes: " + SafeText.of(message));
    }
    return failure.withUpstream(status, code == null ? null : SafeText.of(code));
  }

  /** {@code com.amazon…#ThrottlingException:http://…} and {@code throttlingException} alike. */
  private static String bareName(String type) {
    int colon = type.indexOf(':');
    String name = colon < 0 ? type : type.substring(0, colon);
    name = name.substring(name.indexOf('#') + 1).strip();
    return name.isEmpty() ? "" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static int meant(int status, String name, @Nullable String message) {
    return switch (name) {
      case "ThrottlingException", "TooManyRequestsException", "ModelNotReadyException" -> 429;
      case "ValidationException" -> validation(message);
      // The account's quota, which waiting does not raise.
      case "ServiceQuotaExceededException" -> 402;
      case "AccessDeniedException",
          "ExpiredTokenException",
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "InvalidClientTokenId" ->
          403;
      case "ResourceNotFoundException" -> 404;
      case "ModelTimeoutException" -> 408;
      case "ConflictException" -> 409;
      case "ModelErrorException", "ModelStreamErrorException" -> 424;
      case "InternalServerException", "InternalFailure" -> 500;
      case "ServiceUnavailableException", "ServiceUnavailable" -> 503;
      default -> status == 400 ? validation(message) : status;
    };
  }

  private static int validation(@Nullable String message) {
    String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
    if (mentions(said, MODEL_UNAVAILABLE)) {
      return 404;
    }
    return mentions(said, ACCOUNT) ? 403 : 400;
  }

  private static boolean mentions(String words, List<String> phrases) {
    return phrases.stream().anyMatch(words::contains);
  }
}
