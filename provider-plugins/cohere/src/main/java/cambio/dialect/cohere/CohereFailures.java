package cambio.dialect.cohere;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;

/** What errors of this dialect mean: most by their status, of which two are the provider's own. */
final class CohereFailures {

  /** The provider's filter found what it does not let through, in the prompt or the answer. */
  private static final int BLOCKED = 498;

  /** The provider gave the request up. */
  private static final int GIVEN_UP = 499;

  private CohereFailures() {}

  /** An HTTP error response. */
  static Failure classify(ResponseHead head, byte[] body) {
    ErrorBody error = ErrorBody.of(body);
    int status = head.status();
    Failure failure = FailureClassifier.of(meant(status), head.headers(), error);
    if (status == BLOCKED) {
      failure =
          Failure.of(FailureKind.CONTENT_FILTERED, "The provider's filter refused the request.");
    }
    return failure.withUpstream(status, error.codeOrType() == null ? null : failure.upstreamCode());
  }

  /** An answer that the provider broke off, or an error in the place of an answer. */
  static Failure inBand(ResponseHead head, ErrorBody error) {
    return FailureClassifier.inBand(new ResponseHead(head.status(), HeaderFields.empty()), error);
  }

  private static int meant(int status) {
    return switch (status) {
      case BLOCKED -> 400;
      case GIVEN_UP -> 500;
      default -> status;
    };
  }
}
