package cambio.wire;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {

  @ParameterizedTest
  @CsvSource({
    "400,INVALID_REQUEST",
    "401,PROVIDER_CREDENTIALS",
    "402,PROVIDER_CREDENTIALS",
    "403,PROVIDER_CREDENTIALS",
    "404,PROVIDER_ERROR",
    "408,PROVIDER_ERROR",
    "409,PROVIDER_ERROR",
    "413,PAYLOAD_TOO_LARGE",
    "422,INVALID_REQUEST",
    "429,RATE_LIMITED",
    "500,PROVIDER_ERROR",
    "502,PROVIDER_ERROR",
    "503,OVERLOADED",
    "529,OVERLOADED",
    "302,PROVIDER_ERROR",
  })
  void kindFollowsTheStatus(int status, FailureKind kind) {
    assertThat(classify(status, "<html>oops</html>").kind()).isEqualTo(kind);
  }

  @Test
  void wordsCorrectTheStatus() {
    assertThat(
            classify(400, "{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}")
                .kind())
        .isEqualTo(FailureKind.CONTEXT_LENGTH_EXCEEDED);
    assertThat(classify(400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"x\"}}").kind())
        .isEqualTo(FailureKind.CONTENT_FILTERED);
    assertThat(classify(400, "[{\"error\":{\"message\":\"API key not valid.\"}}]").kind())
        .isEqualTo(FailureKind.PROVIDER_CREDENTIALS);
    assertThat(classify(429, "{\"error\":{\"code\":\"insufficient_quota\"}}").kind())
        .isEqualTo(FailureKind.PROVIDER_CREDENTIALS);
  }

  @Test
  void modelThatErredIsNotTheCallersFault() {
    assertThat(classify(400, "{\"error\":{\"code\":\"tool_use_failed\"}}").kind())
        .isEqualTo(FailureKind.PROVIDER_ERROR);
  }

  @Test
  void fieldAndCodeAreKept() {
    Failure failure =
        classify(
            400,
            "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\","
                + "\"param\":\"messages[0].content\",\"code\":null}}");
    assertThat(failure.field()).isEqualTo("messages[0].content");
    assertThat(failure.upstreamCode()).isEqualTo("invalid_request_error");
    assertThat(failure.upstreamStatus()).isEqualTo(400);
  }

  @Test
  void validationDetailNamesTheField() {
    Failure failure =
        classify(422, "{\"detail\":[{\"loc\":[\"body\",\"messages\",0,\"role\"],\"msg\":\"no\"}]}");
    assertThat(failure.field()).isEqualTo("messages[0].role");
    assertThat(failure.message()).contains("no");
  }

  @Test
  void retryAfterIsReadInAllItsForms() {
    assertThat(wait("retry-after", "7")).isEqualTo(Duration.ofSeconds(7));
    assertThat(wait("retry-after", "1.5")).isEqualTo(Duration.ofMillis(1500));
    assertThat(wait("retry-after-ms", "250", "retry-after", "9")).isEqualTo(Duration.ofMillis(250));
    assertThat(
            wait(
                "date", "Tue, 24 Nov 2026 10:00:00 GMT",
                "retry-after", "Tue, 24 Nov 2026 10:01:30 GMT"))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(wait("retry-after", "99999999999")).isEqualTo(Duration.ofDays(1));
    assertThat(wait("retry-after", "-3")).isNull();
    assertThat(wait("retry-after", "soon")).isNull();
  }

  @Test
  void keysAreStruckFromTheProvidersWords() {
    for (String secret :
        new String[] {
          "sk-proj-abcDEF123456", "AIzaSyA1234567890abcdef", "AKIAIOSFODNN7EXAMPLE",
          "Bearer abc.def-123456", "0123456789abcdef0123456789abcdef", "sk-ab***yz",
          "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12345"
        }) {
      String message =
          classify(401, "{\"error\":{\"message\":\"Bad key " + secret + ", sorry\"}}").message();
      assertThat(message).doesNotContain(secret).contains("[redacted]").contains("sorry");
    }
    assertThat(SafeText.of("The model gpt-4o-mini-2024-07-18 does not exist"))
        .isEqualTo("The model gpt-4o-mini-2024-07-18 does not exist");
    assertThat(SafeText.of("x".repeat(100_000)).length()).isLessThanOrEqualTo(SafeText.MAX_LENGTH);
  }

  private static Failure classify(int status, String body) {
    return FailureClassifier.classify(
        new ResponseHead(status, HeaderFields.empty()), body.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Duration wait(String... headers) {
    return RetryAfter.of(HeaderFields.of(headers));
  }
}
