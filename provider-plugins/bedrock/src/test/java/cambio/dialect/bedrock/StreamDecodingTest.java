package cambio.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.DecodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.Started;
import cambio.spi.event.UsageReported;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.EventLog;
import cambio.testkit.Json;
import cambio.wire.StructuredOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamDecodingTest {

  private static EventLog decode(byte[] body, Map<String, String> options) {
    HeaderFields headers =
        HeaderFields.of(
            "content-type", "application/vnd.amazon.eventstream", "x-amzn-requestid", "r1");
    DecodeContext context =
        new DecodeContext(
            new ResponseHead(200, headers), Encoding.endpoint("m", Encoding.REGION, options), true);
    EventLog log = new EventLog();
    ResponseDecoder decoder = new ConverseAdapter().decoder(context);
    decoder.feed(body, 0, body.length, log);
    decoder.end(log);
    return log;
  }

  private static EventLog decode(StreamBytes stream) {
    return decode(stream.toBytes(), Map.of());
  }

  private static StreamBytes begun() {
    return new StreamBytes().event("messageStart", "{\"role\":\"assistant\"}");
  }

  private static StreamBytes ended(StreamBytes stream, String reason) {
    return stream
        .event("messageStop", "{\"stopReason\":\"" + reason + "\"}")
        .event("metadata", ConverseFixtures.metadata());
  }

  @Test
  void eventsComeInTheOrderOfTheWire() {
    EventLog log =
        decode(
            ended(
                begun().event("contentBlockDelta", ConverseFixtures.delta(0, "{\"text\":\"a\"}")),
                "end_turn"));
    assertThat(log.failure()).isNull();
    assertThat(log.events())
        .startsWith(
            new Started("r1", null),
            new ContentDelta(0, "a"),
            new Finished(0, FinishReason.STOP, "end_turn"))
        .hasSize(5);
    assertThat(log.events().get(3)).isInstanceOf(UsageReported.class);
    assertThat(log.events().get(4))
        .isEqualTo(new Opaque("bedrock-converse", "{\"metrics\":{\"latencyMs\":9}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "tool_use, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "guardrail_intervened, CONTENT_FILTER",
    "content_filtered, CONTENT_FILTER",
    "malformed_model_output, ERROR",
    "malformed_tool_use, ERROR",
    "something_new, STOP"
  })
  void stopReasonsAreTranslated(String reason, FinishReason expected) {
    assertThat(decode(ended(begun(), reason)).events()).contains(new Finished(0, expected, reason));
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RATE_LIMITED",
    "serviceUnavailableException, OVERLOADED",
    "internalServerException, PROVIDER_ERROR",
    "modelStreamErrorException, PROVIDER_ERROR",
    "modelTimeoutException, PROVIDER_ERROR",
    "validationException, INVALID_REQUEST",
    "expiredTokenException, PROVIDER_CREDENTIALS",
    "somethingNewException, PROVIDER_ERROR"
  })
  void exceptionsInTheStreamAreClassified(String name, FailureKind expected) {
    Failure failure = decode(begun().exception(name, "{\"message\":\"why\"}")).failure();
    assertThat(failure).isNotNull();
    if (failure != null) {
      assertThat(failure.kind()).isEqualTo(expected);
      assertThat(failure.message()).contains("why");
      assertThat(failure.upstreamStatus()).isEqualTo(200);
      assertThat(failure.upstreamCode()).isEqualToIgnoringCase(name);
    }
  }

  @Test
  void errorMessageIsReadFromItsHeaders() {
    Failure failure =
        decode(
                begun()
                    .message(
                        Map.of(
                            ":message-type", "error",
                            ":error-code", "InternalFailure",
                            ":error-message", "broken"),
                        ""))
            .failure();
    assertThat(failure).isNotNull();
    if (failure != null) {
      assertThat(failure.kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
      assertThat(failure.message()).contains("broken");
    }
  }

  @Test
  void serversOwnCallsAreKeptWholeAndAreNoCallsOfTheCallers() {
    EventLog log =
        decode(
            ended(
                begun()
                    .event(
                        "contentBlockStart",
                        ConverseFixtures.start(
                            0,
                            "{\"toolUseId\":\"s\",\"name\":\"code\",\"type\":\"server_tool_use\"}"))
                    .event(
                        "contentBlockDelta",
                        ConverseFixtures.delta(0, "{\"toolUse\":{\"input\":\"{\\\"x\\\":1}\"}}"))
                    .event("contentBlockStop", "{\"contentBlockIndex\":0}")
                    .event(
                        "contentBlockStart",
                        "{\"contentBlockIndex\":1,\"start\":{\"toolResult\":{\"toolUseId\":\"s\"}}}")
                    .event(
                        "contentBlockDelta",
                        ConverseFixtures.delta(1, "{\"toolResult\":[{\"json\":{\"y\":2}}]}"))
                    .event("contentBlockStop", "{\"contentBlockIndex\":1}"),
                "end_turn"));
    List<String> opaque =
        log.events().stream()
            .filter(Opaque.class::isInstance)
            .map(event -> ((Opaque) event).json())
            .toList();
    assertThat(Json.parse(opaque.get(0)))
        .isEqualTo(
            Json.parse(
                """
                {"toolUse":{"toolUseId":"s","name":"code","type":"server_tool_use",
                 "input":{"x":1}}}\
                """));
    assertThat(Json.parse(opaque.get(1)))
        .isEqualTo(
            Json.parse(
                "{\"toolResult\":{\"toolUseId\":\"s\",\"content\":[{\"json\":{\"y\":2}}]}}"));
    assertThat(log.answer().choices().getFirst().toolCalls()).isEmpty();
  }

  @Test
  void emulatedFormatComesOutAsText() {
    EventLog log =
        decode(
            ended(
                begun()
                    .event(
                        "contentBlockStart",
                        ConverseFixtures.start(
                            0, "{\"toolUseId\":\"o\",\"name\":\"" + StructuredOutput.TOOL + "\"}"))
                    .event(
                        "contentBlockDelta",
                        ConverseFixtures.delta(0, "{\"toolUse\":{\"input\":\"{\\\"a\\\":1}\"}}"))
                    .event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                "tool_use"));
    var choice = log.answer().choices().getFirst();
    assertThat(choice.text()).isEqualTo("{\"a\":1}");
    assertThat(choice.toolCalls()).isEmpty();
    assertThat(choice.finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void redactedReasoningOfAnthropicsModelsIsUnwrapped() {
    byte[] stream =
        ended(
                begun()
                    .event(
                        "contentBlockDelta",
                        ConverseFixtures.delta(
                            0, "{\"reasoningContent\":{\"redactedContent\":\"RXVZQkNrUT0=\"}}")),
                "end_turn")
            .toBytes();
    String format = "anthropic-claude-v1";
    assertThat(decode(stream, Map.of("reasoning_format", format)).events())
        .contains(reasoning("EuYBCkQ=", format));
    assertThat(decode(stream, Map.of()).events()).contains(reasoning("RXVZQkNrUT0=", null));
  }

  private static ReasoningDelta reasoning(String data, @Nullable String format) {
    return new ReasoningDelta(0, 0, ReasoningKind.ENCRYPTED, data, null, null, format);
  }

  @Test
  void picturesComeAsMedia() {
    EventLog log =
        decode(
            ended(
                begun()
                    .event(
                        "contentBlockStart",
                        "{\"contentBlockIndex\":0,\"start\":{\"image\":{\"format\":\"png\"}}}")
                    .event(
                        "contentBlockDelta",
                        ConverseFixtures.delta(0, "{\"image\":{\"source\":{\"bytes\":\"iVBO\"}}}")),
                "end_turn"));
    assertThat(log.events())
        .anySatisfy(event -> {
          assertThat(event).isInstanceOf(MediaDelta.class);
          assertThat(((MediaDelta) event).mediaType()).isEqualTo("image/png");
        });
  }

  @Test
  void wrongChecksumsAndLengthsAreProtocolErrors() {
    byte[] good = begun().toBytes();
    for (int spoilt : new int[] {1, 9, 40, good.length - 1}) {
      byte[] bad = good.clone();
      bad[spoilt] ^= 1;
      assertProtocolError(decode(bad, Map.of()));
    }
    assertProtocolError(decode(StreamBytes.prelude(15, 0), Map.of()));
    assertProtocolError(decode(StreamBytes.prelude(100, 90), Map.of()));
    assertProtocolError(decode(StreamBytes.prelude(17 * 1024 * 1024, 0), Map.of()));
    byte[] longHeader = {3, 'a', 'b', 'c', 7, 0, 99, 'x'};
    assertProtocolError(decode(StreamBytes.message(longHeader, new byte[0]), Map.of()));
  }

  @Test
  void headersOfEveryTypeAreReadOver() {
    byte[] headers = {
      1, 'a', 0, 1, 'b', 1, 1, 'c', 2, 9, 1, 'd', 3, 0, 9, 1, 'e', 4, 0, 0, 0, 9, 1, 'f', 5, 0, 0,
      0, 0, 0, 0, 0, 9, 1, 'g', 6, 0, 1, 9, 1, 'h', 8, 0, 0, 0, 0, 0, 0, 0, 9, 1, 'i', 9, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, ':', 'e', 'v', 'e', 'n', 't', '-', 't', 'y', 'p',
      'e', 7, 0, 11, 'm', 'e', 's', 's', 'a', 'g', 'e', 'S', 't', 'o', 'p'
    };
    byte[] message =
        StreamBytes.message(
            headers, "{\"stopReason\":\"end_turn\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(decode(message, Map.of()).answer().choices().getFirst().finish())
        .isEqualTo(FinishReason.STOP);
  }

  @Test
  void absurdUsageIsMissingUsage() {
    for (String count : List.of("-1", "9223372036854775808", "\"7\"")) {
      EventLog log =
          decode(
              begun()
                  .event("messageStop", "{\"stopReason\":\"end_turn\"}")
                  .event(
                      "metadata",
                      "{\"usage\":{\"inputTokens\":" + count + ",\"outputTokens\":1}}"));
      assertThat(log.failure()).isNull();
      assertThat(log.answer().usage()).isNull();
    }
  }

  @Test
  void streamThatEndsBeforeItsStopIsTruncated() {
    assertProtocolError(decode(begun()));
  }

  private static void assertProtocolError(EventLog log) {
    Failure failure = log.failure();
    assertThat(failure).isNotNull();
    if (failure != null) {
      assertThat(failure.kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
    }
  }
}
