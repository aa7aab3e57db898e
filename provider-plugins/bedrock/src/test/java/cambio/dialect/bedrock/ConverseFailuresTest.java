package cambio.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | ThrottlingException | Too many requests, please wait. | RATE_LIMITED",
        "429 | ModelNotReadyException | Not ready. | RATE_LIMITED",
        "408 | ModelTimeoutException | Timed out. | PROVIDER_ERROR",
        "424 | ModelErrorException | It failed. | PROVIDER_ERROR",
        "400 | ServiceQuotaExceededException | Over quota. | PROVIDER_CREDENTIALS",
        "403 | AccessDeniedException | You don't have access. | PROVIDER_CREDENTIALS",
        "403 | ExpiredTokenException | The token is expired. | PROVIDER_CREDENTIALS",
        "403 | UnrecognizedClientException | The token is invalid. | PROVIDER_CREDENTIALS",
        "403 | InvalidSignatureException | Signature expired. | PROVIDER_CREDENTIALS",
        "404 | ResourceNotFoundException | No such model. | PROVIDER_ERROR",
        "500 | InternalServerException | Oops. | PROVIDER_ERROR",
        "503 | ServiceUnavailableException | Later. | OVERLOADED",
        "400 | ValidationException | Malformed input request. | INVALID_REQUEST",
        "400 | ValidationException | Input is too long for requested model. |"
            + " CONTEXT_LENGTH_EXCEEDED",
        "400 | ValidationException | Input Tokens Exceeded: Number of input tokens exceeds maximum"
            + " length. | CONTEXT_LENGTH_EXCEEDED",
        "400 | ValidationException | The provided model identifier is invalid. | PROVIDER_ERROR",
        "400 | ValidationException | Operation not allowed | PROVIDER_CREDENTIALS",
        "400 | ValidationException | Output blocked by content filtering policy: content filter |"
            + " CONTENT_FILTERED"
      })
  void exceptionIsClassifiedWhereverItsNameStands(
      int status, String name, String message, FailureKind expected) {
    Failure byHeader =
        classify(
            status,
            HeaderFields.of(
                "x-amzn-errortype",
                name + ":http://internal.amazon.com/coral/",
                "retry-after",
                "3"),
            "{\"message\":\"" + message + "\"}");
    Failure byBody =
        classify(
            status,
            HeaderFields.empty(),
            "{\"__type\":\"com.amazon.coral.service#"
                + name
                + "\",\"Message\":\""
                + message
                + "\"}");
    for (Failure failure : new Failure[] {byHeader, byBody}) {
      assertThat(failure.kind()).isEqualTo(expected);
      assertThat(failure.upstreamStatus()).isEqualTo(status);
      assertThat(failure.upstreamCode()).isEqualTo(name);
      assertThat(failure.message()).contains(message);
    }
  }

  @Test
  void keysAreStruckOutOfMessages() {
    Failure failure =
        classify(
            403,
            HeaderFields.empty(),
            "{\"message\":\"Credential AKIAIOSFODNN7EXAMPLE is not allowed\"}");
    assertThat(failure.message()).doesNotContain("AKIAIOSFODNN7EXAMPLE");
  }

  private static Failure classify(int status, HeaderFields headers, String body) {
    return new ConverseAdapter()
        .classify(new ResponseHead(status, headers), body.getBytes(StandardCharsets.UTF_8));
  }
}
