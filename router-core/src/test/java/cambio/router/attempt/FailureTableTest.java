package cambio.router.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.FailureKind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTableTest {

  /** OpenRouter's published list. */
  private static final Set<String> ERROR_TYPES =
      Set.of(
          "context_length_exceeded",
          "authentication",
          "permission_denied",
          "payment_required",
          "rate_limit_exceeded",
          "provider_overloaded",
          "provider_unavailable",
          "invalid_request",
          "not_found",
          "payload_too_large",
          "precondition_failed",
          "unprocessable",
          "content_policy_violation",
          "server",
          "timeout",
          "unmapped");

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, 400, 3, false",
    "PAYLOAD_TOO_LARGE, 413, 3, false",
    "CONTEXT_LENGTH_EXCEEDED, 400, 3, false",
    "CONTENT_FILTERED, 403, 9, false",
    "AUTHENTICATION, 401, 16, false",
    "PERMISSION_DENIED, 403, 7, false",
    "NOT_FOUND, 404, 5, false",
    "ALREADY_EXISTS, 409, 6, false",
    "CONFLICT, 409, 10, true",
    "UNPROCESSABLE, 422, 3, false",
    "FAILED_PRECONDITION, 412, 9, false",
    "QUOTA_EXCEEDED, 429, 8, true",
    "PAYMENT_REQUIRED, 402, 8, false",
    "NO_ENDPOINT, 404, 9, false",
    "CANCELLED, 499, 1, false",
    "RATE_LIMITED, 429, 14, true",
    "OVERLOADED, 503, 14, true",
    "PROVIDER_ERROR, 502, 14, true",
    "PROVIDER_CREDENTIALS, 502, 13, false",
    "TIMEOUT, 504, 4, true",
    "TRANSPORT, 502, 14, true",
    "PROTOCOL_ERROR, 502, 13, true",
    "UNAVAILABLE, 503, 14, true",
    "INTERNAL, 500, 13, false"
  })
  void statusesAreThese(FailureKind kind, int http, int grpc, boolean retryable) {
    FailureTraits traits = FailureTable.of(kind);
    assertThat(traits.httpStatus()).isEqualTo(http);
    assertThat(traits.grpc().number()).isEqualTo(grpc);
    assertThat(traits.retryable()).isEqualTo(retryable);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void everyKindHasARowOfPublishedNames(FailureKind kind) {
    assertThat(ERROR_TYPES).contains(FailureTable.of(kind).errorType());
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void onlyTheProviderAndTheNetworkHarmAnEndpointsHealth(FailureKind kind) {
    FailureTraits traits = FailureTable.of(kind);
    boolean theirs = traits.blame() == Blame.PROVIDER || traits.blame() == Blame.NETWORK;
    assertThat(traits.verdict()).isEqualTo(theirs ? Verdict.DROPPED : Verdict.IGNORE);
  }

  @Test
  void infrastructureIsNeverTheCallersFault() {
    for (FailureKind kind : FailureKind.values()) {
      FailureTraits traits = FailureTable.of(kind);
      if (traits.blame() != Blame.CALLER && kind != FailureKind.RATE_LIMITED) {
        assertThat(traits.httpStatus()).as(kind.name()).isGreaterThanOrEqualTo(500);
      }
    }
  }
}
