package cambio.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.AuthStyle;
import cambio.spi.DecodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.Quirks;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.Finished;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import cambio.testkit.EventLog;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of answers that are no answers. */
class BadUpstreamTest {

  private static final String SSE = "text/event-stream";
  private static final String JSON = "application/json";
  private static final String HELLO =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
  private static final String STOP =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},"
          + "\"finish_reason\":\"stop\"}]}\n\n";

  @Test
  void truncatedStreamIsAProtocolErrorAfterItsContent() {
    EventLog log = decode(SSE, HELLO);
    assertThat(log.events()).hasSize(2);
    assertThat(failure(log).kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(failure(log).message()).contains("truncated");
  }

  @Test
  void missingEndMarkIsToleratedUnlessTheQuirkRequiresIt() {
    assertThat(decode(SSE, HELLO + STOP).failure()).isNull();
    EventLog strict = decode(SSE, HELLO + STOP, Map.of("end_mark", "required"));
    assertThat(failure(strict).kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
  }

  @Test
  void endMarkWithoutAnyChoiceIsAProtocolError() {
    assertThat(failure(decode(SSE, "data: [DONE]\n\n")).kind())
        .isEqualTo(FailureKind.PROTOCOL_ERROR);
  }

  @Test
  void endMarkWithoutFinishReasonIsAStop() {
    EventLog log = decode(SSE, HELLO + "data: [DONE]\n\n");
    assertThat(log.failure()).isNull();
    assertThat(log.events().getLast()).isInstanceOf(Finished.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"boom\",\"code\":503}}",
        "{\"error\":\"boom: overloaded\"}",
        "{\"object\":\"error\",\"message\":\"boom\",\"code\":503}",
      })
  void errorInA200IsClassifiedInBodyAndStream(String error) {
    for (EventLog log :
        new EventLog[] {
          decode(JSON, error), decode(SSE, "data: " + error + "\n\n"), decode(SSE, error)
        }) {
      assertThat(failure(log).kind()).isEqualTo(FailureKind.OVERLOADED);
      assertThat(failure(log).message()).contains("boom");
      assertThat(log.events()).isEmpty();
    }
  }

  @Test
  void errorAfterContentEndsTheStream() {
    EventLog log =
        decode(
            SSE,
            HELLO
                + "data: {\"error\":{\"message\":\"Key sk-abcdef123456 is slow\","
                + "\"type\":\"rate_limit_error\"}}\n\n"
                + STOP);
    assertThat(log.events()).hasSize(2);
    assertThat(failure(log).kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(failure(log).message()).doesNotContain("sk-abcdef123456");
  }

  @Test
  void streamAskedForAndBodyGivenAndTheOtherWay() {
    String body = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";
    assertThat(decode(JSON, body).failure()).isNull();
    assertThat(decode(SSE, body).failure()).isNull();
    assertThat(decode(JSON, HELLO + STOP + "data: [DONE]\n\n").failure()).isNull();
    assertThat(decode(SSE, "data: " + body + "\n\ndata: [DONE]\n\n").answer().choices())
        .singleElement()
        .satisfies(choice -> assertThat(choice.text()).isEqualTo("hi"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\u0001',
      delimiter = '|',
      value = {
        "text/html|<html>Bad gateway</html>",
        "application/json|<html>Bad gateway</html>",
        "application/json|{}",
        "application/json|{\"choices\":[]}",
        "application/json|[1,2]",
        "application/json|{\"choices\":[{\"message\":{\"content\":\"hi\"}",
        "text/event-stream|data: {\"choices\":[}",
        "text/event-stream|data: not json",
      })
  void garbageIsAProtocolError(String mediaType, String body) {
    EventLog log = decode(mediaType, body);
    assertThat(failure(log).kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(log.events()).isEmpty();
  }

  @Test
  void invalidUtf8IsAProtocolError() {
    byte[] bytes = HELLO.getBytes(StandardCharsets.UTF_8);
    bytes[HELLO.indexOf("hi")] = (byte) 0xFE;
    EventLog log = new EventLog();
    ResponseDecoder decoder = decoder(SSE, Map.of());
    decoder.feed(bytes, 0, bytes.length, log);
    assertThat(failure(log).kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(log.events()).isEmpty();
  }

  @Test
  void argumentsThatAreNoJsonArePassedAsTheModelWroteThem() {
    EventLog log =
        decode(
            JSON,
            "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\"{oops\"}}]},\"finish_reason\":\"tool_calls\"}]}");
    assertThat(log.events()).contains(new ToolCallDelta(0, 0, "a", "f", "{oops"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt_tokens\":-1,\"completion_tokens\":2}",
        "{\"prompt_tokens\":9223372036854775808,\"completion_tokens\":2}",
        "{\"prompt_tokens\":2147483648,\"completion_tokens\":2}",
        "{\"prompt_tokens\":1.5,\"completion_tokens\":2}",
        "{\"prompt_tokens\":\"7\",\"completion_tokens\":2}",
        "{\"prompt_tokens\":1,\"completion_tokens\":2147483647,\"completion_tokens_details\":"
            + "{\"reasoning_tokens\":2147483647},\"total_tokens\":4294967295}",
        "{\"total_tokens\":5}",
        "{}",
        "[]",
        "7",
      })
  void absurdUsageIsMissingUsage(String usage) {
    EventLog log =
        decode(
            JSON,
            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":"
                + usage
                + "}");
    assertThat(log.failure()).isNull();
    assertThat(log.events()).noneMatch(UsageReported.class::isInstance);
  }

  @Test
  void framesAreOfferedForPlainChunksOnly() {
    EventLog log =
        decode(
            SSE,
            HELLO
                + "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                + "{\"reasoning\":\"hm\"}}]}\n\n"
                + "data: {\"id\":\"other\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{}}]}\n\n"
                + STOP
                + "data: [DONE]\n\n");
    assertThat(log.frames()).hasSize(2);
    assertThat(log.frames().getFirst().patches()).hasSize(2);
  }

  private static EventLog decode(String mediaType, String body) {
    return decode(mediaType, body, Map.of());
  }

  private static EventLog decode(String mediaType, String body, Map<String, String> options) {
    EventLog log = new EventLog();
    ResponseDecoder decoder = decoder(mediaType, options);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    decoder.feed(bytes, 0, bytes.length, log);
    decoder.end(log);
    return log;
  }

  private static ResponseDecoder decoder(String mediaType, Map<String, String> options) {
    EndpointSpec endpoint =
        new EndpointSpec(
            "e",
            "p",
            "m",
            URI.create("https://host.invalid/v1"),
            AuthStyle.NONE,
            null,
            null,
            null,
            new Quirks(Map.of(), Set.of(), options));
    ResponseHead head = new ResponseHead(200, HeaderFields.of("content-type", mediaType));
    return new OpenAiChatAdapter().decoder(new DecodeContext(head, endpoint, true));
  }

  private static Failure failure(EventLog log) {
    return Objects.requireNonNull(log.failure());
  }
}
