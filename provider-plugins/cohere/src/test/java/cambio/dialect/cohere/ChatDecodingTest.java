package cambio.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.DecodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.Usage;
import cambio.testkit.EventLog;
import cambio.testkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is unusual in answers, and what bad upstreams send. */
class ChatDecodingTest {

  private static final String SAID =
      "\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"billed_units\":{\"input_tokens\":-1,\"output_tokens\":2}}",
        "{\"billed_units\":{\"input_tokens\":1,\"output_tokens\":9223372036854775808}}",
        "{\"billed_units\":{\"input_tokens\":1.5,\"output_tokens\":2}}",
        "{\"tokens\":{\"input_tokens\":3,\"output_tokens\":2},\"cached_tokens\":4}",
        "{\"billed_units\":{}}",
        "null"
      })
  void absurdUsageIsNone(String usage) {
    assertThat(usageOf(usage)).isNull();
  }

  @Test
  void usageIsWhatIsBilled() {
    String tokens = "\"tokens\":{\"input_tokens\":1645,\"output_tokens\":33},\"cached_tokens\":";
    String billed = "{\"billed_units\":{\"input_tokens\":135.0,\"output_tokens\":21}," + tokens;
    assertThat(usageOf(billed + "112}")).isEqualTo(Usage.of(135, 21));
    assertThat(usageOf(billed + "1600}"))
        .isEqualTo(new Usage(135, 90, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0));
    assertThat(usageOf("{" + tokens + "1600}"))
        .isEqualTo(new Usage(1645, 1600, 0, 0, 33, 0, 0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR,PROVIDER_ERROR",
    "TIMEOUT,PROVIDER_ERROR",
  })
  void brokenAnswerIsAFailure(String reason, FailureKind kind) {
    assertThat(failure("{" + SAID + ",\"finish_reason\":\"" + reason + "\"}")).isEqualTo(kind);
  }

  @Test
  void answerWithoutAnEndIsAProtocolError() {
    assertThat(failure("{" + SAID + "}")).isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(failure("{\"id\":\"x\",\"finish_reason\":\"COMPLETE\"}"))
        .isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(failure("[1]")).isEqualTo(FailureKind.PROTOCOL_ERROR);
  }

  @Test
  void errorInThePlaceOfAnAnswerIsClassified() {
    assertThat(failure("{\"id\":\"x\",\"message\":\"the model is overloaded\"}"))
        .isEqualTo(FailureKind.OVERLOADED);
    EventLog log =
        decode(
            "text/event-stream", "event: error\ndata: {\"message\":\"invalid_request: no\"}\n\n");
    assertThat(kind(log)).isEqualTo(FailureKind.INVALID_REQUEST);
  }

  @Test
  void argumentsWithoutACallAreAProtocolError() {
    EventLog log =
        decode(
            "text/event-stream",
            "data: {\"type\":\"tool-call-delta\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":"
                + "{\"function\":{\"arguments\":\"{}\"}}}}}\n\n");
    assertThat(kind(log)).isEqualTo(FailureKind.PROTOCOL_ERROR);
  }

  @Test
  void planAndThoughtsAreBlocksOfTheirOwn() {
    EventLog log =
        decode(
            "application/json",
            "{\"message\":{\"tool_plan\":\"p\",\"content\":[{\"type\":\"thinking\",\"thinking\":"
                + "\"t\"},{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"thinking\",\"thinking\":"
                + "\"u\"}]},\"finish_reason\":\"COMPLETE\"}");
    assertThat(log.events())
        .filteredOn(ReasoningDelta.class::isInstance)
        .extracting(e -> ((ReasoningDelta) e).index() + ((ReasoningDelta) e).text())
        .containsExactly("0p", "1t", "2u");
  }

  @Test
  void citationsAreAnnotations() {
    EventLog log =
        decode(
            "application/json",
            "{\"message\":{\"content\":[],\"citations\":[{\"start\":1,\"end\":3,\"text\":\"ab\","
                + "\"sources\":[{\"type\":\"tool\",\"id\":\"c:0\",\"tool_output\":{\"title\":\"T\"}"
                + "},{\"type\":\"document\",\"id\":\"d\"}]}]},\"finish_reason\":\"COMPLETE\"}");
    assertThat(log.events())
        .filteredOn(AnnotationAdded.class::isInstance)
        .singleElement()
        .satisfies(event -> {
          var json = Json.parse(((AnnotationAdded) event).json());
          assertThat(json.path("type").textValue()).isEqualTo("file_citation");
          assertThat(json.at("/file_citation/file_id").textValue()).isEqualTo("c:0");
          assertThat(json.at("/file_citation/filename").textValue()).isEqualTo("T");
          assertThat(json.at("/file_citation/start_index").intValue()).isEqualTo(1);
          assertThat(json.at("/file_citation/citation/sources")).hasSize(2);
        });
  }

  private static @Nullable Usage usageOf(String usage) {
    String body = "{" + SAID + ",\"finish_reason\":\"COMPLETE\",\"usage\":" + usage + "}";
    EventLog log = decode("application/json", body);
    assertThat(log.failure()).isNull();
    return log.answer().usage();
  }

  private static FailureKind failure(String body) {
    return kind(decode("application/json", body));
  }

  private static FailureKind kind(EventLog log) {
    Failure failure = log.failure();
    if (failure == null) {
      throw new AssertionError("no failure");
    }
    return failure.kind();
  }

  private static EventLog decode(String mediaType, String body) {
    ResponseDecoder decoder =
        new ChatAdapter()
            .decoder(
                new DecodeContext(
                    new ResponseHead(200, HeaderFields.of("content-type", mediaType)),
                    Encoding.context(null, Set.of()).endpoint(),
                    true));
    EventLog log = new EventLog();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    decoder.feed(bytes, 0, bytes.length, log);
    decoder.end(log);
    return log;
  }
}
