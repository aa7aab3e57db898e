package cambio.server.surface;

import cambio.router.attempt.FailureTable;
import cambio.router.attempt.FailureTraits;
import cambio.server.execution.CallFailure;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told of a failure, before a door puts it into its own shape.
 *
 * @param status the HTTP status
 * @param errorType OpenRouter's name of the class
 * @param openAiType OpenAI's name of the class
 * @param openAiCode OpenAI's code, where there is one
 * @param field the request member at fault, where one is
 * @param retryAfter how long to wait, where that helps
 * @param call the failed call with its attempts, where it came that far
 */
public record ErrorReport(
    int status,
    String message,
    String errorType,
    String openAiType,
    @Nullable String openAiCode,
    @Nullable String field,
    @Nullable Duration retryAfter,
    @Nullable CallFailure call) {

  /** The report of a failure before a call was made of it. */
  public static ErrorReport of(Failure failure, String requestId) {
    return of(failure, requestId, null);
  }

  /** The report of a failed call. */
  public static ErrorReport of(CallFailure failure, String requestId) {
    return of(failure.failure(), requestId, failure);
  }

  /** The report of what HTTP itself finds wrong, such as an unknown path. */
  public static ErrorReport ofHttp(int status, String message) {
    String errorType =
        switch (status) {
          case 404 -> "not_found";
          case 501 -> "unmapped";
          default -> "invalid_request";
        };
    String openAiType = status >= 500 ? "server_error" : "invalid_request_error";
    return new ErrorReport(status, message, errorType, openAiType, null, null, null, null);
  }

  private static ErrorReport of(Failure failure, String requestId, @Nullable CallFailure call) {
    FailureTraits traits = FailureTable.of(failure.kind());
    // What went wrong inside is for the log; the id leads there.
    String message =
        failure.kind() == FailureKind.INTERNAL
            ? "The router failed on this request. Try again; if it stays, report the id "
                + requestId
                + "."
            : failure.message();
    return new ErrorReport(
        traits.httpStatus(),
        message,
        traits.errorType(),
        traits.openAiType(),
        traits.openAiCode(),
        failure.field(),
        failure.retryAfter(),
        call);
  }
}
