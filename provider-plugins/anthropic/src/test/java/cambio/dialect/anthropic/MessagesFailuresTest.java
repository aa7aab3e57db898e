package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|invalid_request_error|messages: wrong|INVALID_REQUEST",
        "400|invalid_request_error|prompt is too long: 3 tokens > 2 maximum|CONTEXT_LENGTH_EXCEEDED",
        "400|invalid_request_error|input length and `max_tokens` exceed context limit: 1 + 2 > 2|CONTEXT_LENGTH_EXCEEDED",
        "400|invalid_request_error|Your credit balance is too low to access the API|PROVIDER_CREDENTIALS",
        "401|authentication_error|invalid x-api-key|PROVIDER_CREDENTIALS",
        "402|billing_error|pay|PROVIDER_CREDENTIALS",
        "403|permission_error|no|PROVIDER_CREDENTIALS",
        "404|not_found_error|model: x|PROVIDER_ERROR",
        "413|request_too_large|Request exceeds the maximum size|PAYLOAD_TOO_LARGE",
        "429|rate_limit_error|slow|RATE_LIMITED",
        "500|api_error|Internal server error|PROVIDER_ERROR",
        "504|timeout_error|late|PROVIDER_ERROR",
        "529|overloaded_error|Overloaded|OVERLOADED",
        "500|overloaded_error|Overloaded|OVERLOADED",
        "429|RESOURCE_EXHAUSTED|quota|RATE_LIMITED"
      })
  void kindFollowsTypeThenStatus(int status, String type, String message, FailureKind kind) {
    Failure failure = classify(status, type, message, HeaderFields.empty());
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.upstreamStatus()).isEqualTo(status);
    assertThat(failure.upstreamCode()).isEqualTo(type);
  }

  @Test
  void retryAfterIsRead() {
    Failure failure =
        classify(429, "rate_limit_error", "slow", HeaderFields.of("retry-after", "17"));
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(17));
  }

  private static Failure classify(int status, String type, String message, HeaderFields headers) {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\""
            + type
            + "\",\"message\":\""
            + message
            + "\"},\"request_id\":\"r\"}";
    return new MessagesAdapter()
        .classify(new ResponseHead(status, headers), body.getBytes(StandardCharsets.UTF_8));
  }
}
