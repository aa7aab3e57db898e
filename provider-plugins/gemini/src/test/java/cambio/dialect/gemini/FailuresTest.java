package cambio.dialect.gemini;

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

class FailuresTest {

  private static Failure classified(int status, String body) {
    return new GeminiAdapter()
        .classify(
            new ResponseHead(status, HeaderFields.empty()), body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, API key not valid. Please pass a valid API key., PROVIDER_CREDENTIALS",
    "400, INVALID_ARGUMENT, API key expired. Please renew the API key., PROVIDER_CREDENTIALS",
    "400, INVALID_ARGUMENT, The input token count (9) exceeds the maximum, CONTEXT_LENGTH_EXCEEDED",
    "400, INVALID_ARGUMENT, Invalid value at 'contents', INVALID_REQUEST",
    "400, FAILED_PRECONDITION, User location is not supported, PROVIDER_CREDENTIALS",
    "401, UNAUTHENTICATED, no token, PROVIDER_CREDENTIALS",
    "403, PERMISSION_DENIED, no access, PROVIDER_CREDENTIALS",
    "404, NOT_FOUND, no model, PROVIDER_ERROR",
    "429, RESOURCE_EXHAUSTED, quota, RATE_LIMITED",
    "499, CANCELLED, cancelled, PROVIDER_ERROR",
    "500, INTERNAL, oh, PROVIDER_ERROR",
    "503, UNAVAILABLE, overloaded, OVERLOADED",
    "504, DEADLINE_EXCEEDED, late, PROVIDER_ERROR"
  })
  void theStatusNameSaysWhatItIs(int status, String name, String message, FailureKind kind) {
    String error =
        "{\"error\":{\"code\":"
            + status
            + ",\"message\":\""
            + message
            + "\",\"status\":\""
            + name
            + "\"}}";
    assertThat(classified(status, error).kind()).isEqualTo(kind);
    assertThat(classified(status, "[" + error + "]").kind()).isEqualTo(kind);
    assertThat(classified(status, error).upstreamStatus()).isEqualTo(status);
  }

  @Test
  void theDetailsSayHowLongToWait() {
    Failure failure =
        classified(
            429,
            "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"m\","
                + "\"details\":[{\"@type\":\"h\",\"links\":[{}]},{\"@type\":"
                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"48.5s\"}]}}");
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(48_500));
    assertThat(failure.upstreamCode()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(classified(429, "{\"error\":{\"details\":[{\"retryDelay\":\"-1s\"}]}}").retryAfter())
        .isNull();
  }

  @Test
  void anErrorWithinAStreamIsClassifiedByItsName() {
    Failure failure =
        Decoding.failure(
            Decoding.stream(
                GeminiFixtures.chunk("{\"text\":\"a\"}", "", ""),
                "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\","
                    + "\"details\":[{\"retryDelay\":\"2s\"}]}}"));
    assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aBlockedPromptIsFiltered() {
    Failure failure =
        Decoding.failure(Decoding.whole("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"));
    assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_FILTERED);
    assertThat(failure.upstreamCode()).isEqualTo("SAFETY");
  }
}
