package cambio.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|too many tokens: size limit exceeded by 25836 tokens.|CONTEXT_LENGTH_EXCEEDED",
        "400|invalid request: model not found|INVALID_REQUEST",
        "401|invalid api token|PROVIDER_CREDENTIALS",
        "402|Please add or update your payment method|PROVIDER_CREDENTIALS",
        "404|model 'x' not found|PROVIDER_ERROR",
        "422|invalid json syntax|INVALID_REQUEST",
        "429|You are using a Trial key, which is limited to 20 calls a minute|RATE_LIMITED",
        "498|blocked output: please remove it|CONTENT_FILTERED",
        "499|request cancelled|PROVIDER_ERROR",
        "500|internal server error|PROVIDER_ERROR",
        "503|the service is unavailable|OVERLOADED",
      })
  void statusSaysWhatItMeans(int status, String message, FailureKind kind) {
    String body = "{\"id\":\"i\",\"error_type\":\"WORD\",\"message\":\"" + message + "\"}";
    Failure failure =
        new ChatAdapter()
            .classify(
                new ResponseHead(status, HeaderFields.of("retry-after", "7")),
                body.getBytes(StandardCharsets.UTF_8));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.upstreamStatus()).isEqualTo(status);
    if (status == 429) {
      assertThat(failure.retryAfter()).hasSeconds(7);
    }
    if (status == 400) {
      assertThat(failure.upstreamCode()).isEqualTo("WORD");
    }
  }
}
