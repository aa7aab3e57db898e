package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.SourceFrame;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Answer;
import cambio.testkit.EventLog;
import cambio.testkit.Fixture;
import cambio.testkit.Json;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecodingTest {

  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"model\":\"c\",\"usage\":"
          + "{\"input_tokens\":3,\"output_tokens\":1}}}";
  private static final String END =
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
          + "\"usage\":{\"output_tokens\":5}}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  @Test
  void streamCutBetweenTwoEventsIsAFailureAndNoFinish() {
    for (Fixture fixture : MessagesFixtures.all()) {
      if (!fixture.stream() || fixture.answer().failed()) {
        continue;
      }
      String body = new String(fixture.body(), java.nio.charset.StandardCharsets.UTF_8);
      int end = body.indexOf("\n\n");
      while (end >= 0 && end + 2 < body.length()) {
        EventLog log =
            Decoding.bytes(
                fixture.mediaType(),
                body.substring(0, end + 2).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(log.failure()).as("%s cut at %s", fixture, end).isNotNull();
        assertThat(Objects.requireNonNull(log.failure()).kind())
            .isEqualTo(FailureKind.PROTOCOL_ERROR);
        assertThat(Decoding.events(log, Finished.class)).isEmpty();
        end = body.indexOf("\n\n", end + 2);
      }
    }
  }

  @Property(tries = 300)
  void eventsAreTheSameHoweverCut(
      @ForAll @IntRange(max = 6) int which,
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 3000) Integer> cuts) {
    Fixture fixture = MessagesFixtures.all().get(which);
    EventLog whole = Decoding.bytes(fixture.mediaType(), fixture.body());
    EventLog cut =
        Decoding.bytes(
            fixture.mediaType(),
            fixture.body(),
            cuts.stream().distinct().mapToInt(Integer::intValue).toArray());
    assertThat(cut.events()).isEqualTo(whole.events());
    assertThat(cut.frames()).isEqualTo(whole.frames());
    assertThat(cut.failure()).isEqualTo(whole.failure());
  }

  /** Any bytes in any place: it ends, says at most one finish, and keeps silent after a failure. */
  @Property(tries = 500)
  void spoiltStreamNeverFinishesTwice(
      @ForAll @IntRange(max = 6) int which,
      @ForAll @IntRange(max = 1500) int at,
      @ForAll @Size(max = 30) byte[] noise,
      @ForAll boolean insert) {
    byte[] body = MessagesFixtures.all().get(which).body();
    int place = Math.min(at, body.length);
    int skip = insert ? 0 : Math.min(noise.length, body.length - place);
    byte[] spoilt = new byte[body.length + noise.length - skip];
    System.arraycopy(body, 0, spoilt, 0, place);
    System.arraycopy(noise, 0, spoilt, place, noise.length);
    System.arraycopy(body, place + skip, spoilt, place + noise.length, body.length - place - skip);
    EventLog log = Decoding.bytes(MessagesFixtures.all().get(which).mediaType(), spoilt);
    long finishes = Decoding.events(log, Finished.class).size();
    assertThat(finishes).isLessThanOrEqualTo(1);
    assertThat(finishes == 1 || log.failure() != null).isTrue();
  }

  @Test
  void thoughtsAndCallsAreNumberedByThemselves() {
    EventLog log = Decoding.bytes("text/event-stream", MessagesFixtures.all().get(1).body());
    List<ReasoningDelta> thoughts = Decoding.events(log, ReasoningDelta.class);
    assertThat(thoughts).extracting(ReasoningDelta::index).containsExactly(0, 0, 1);
    assertThat(thoughts)
        .extracting(ReasoningDelta::kind)
        .containsExactly(ReasoningKind.TEXT, ReasoningKind.TEXT, ReasoningKind.ENCRYPTED);
    assertThat(thoughts).extracting(ReasoningDelta::format).containsOnly("anthropic-claude-v1");
    List<ToolCallDelta> calls = Decoding.events(log, ToolCallDelta.class);
    assertThat(calls).extracting(ToolCallDelta::index).containsExactly(0, 0, 0, 1, 1);
    assertThat(calls.getFirst().id()).isEqualTo("toolu_1");
    assertThat(calls.getLast().arguments()).isEqualTo("{}");
  }

  @Test
  void blockOfTheProvidersOwnToolsComesWholeAtItsEnd() {
    EventLog log = Decoding.bytes("text/event-stream", MessagesFixtures.all().get(2).body());
    List<Opaque> own = Decoding.events(log, Opaque.class);
    assertThat(own).hasSize(2);
    assertThat(Json.parse(own.getFirst().json()))
        .isEqualTo(
            Json.parse(
                "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\","
                    + "\"input\":{\"query\":\"x\"}}"));
  }

  @Test
  void emulatedFormatIsTextAndNoFrameOffersTheCall() {
    EventLog log = Decoding.bytes("text/event-stream", MessagesFixtures.all().get(3).body());
    assertThat(Decoding.events(log, ToolCallDelta.class)).isEmpty();
    assertThat(Decoding.events(log, ContentDelta.class))
        .extracting(ContentDelta::text)
        .containsExactly("{\"n\"", ":1}");
    assertThat(log.frames()).hasSize(1);
    assertThat(log.frames().getFirst().patches())
        .extracting(SourceFrame.Patch::member)
        .containsExactly(SourceFrame.Member.ID, SourceFrame.Member.MODEL);
  }

  @Test
  void citationOfAPageIsAUrlCitationAndKeepsItself() {
    EventLog log = Decoding.bytes("text/event-stream", MessagesFixtures.all().getFirst().body());
    String json = Decoding.events(log, AnnotationAdded.class).getFirst().json();
    assertThat(Json.parse(json).at("/type").asText()).isEqualTo("url_citation");
    assertThat(Json.parse(json).at("/url_citation/url").asText())
        .isEqualTo("https://host.invalid/");
    assertThat(Json.parse(json).at("/url_citation/citation/cited_text").asText()).isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "pause_turn, STOP",
    "something_new, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "tool_use, TOOL_CALL",
    "refusal, CONTENT_FILTER"
  })
  void stopReasonIsTranslatedAndKept(String word, FinishReason reason) {
    EventLog log = Decoding.stream(START, END.replace("end_turn", word), STOP);
    assertThat(Decoding.events(log, Finished.class)).containsExactly(new Finished(0, reason, word));
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error, OVERLOADED",
    "rate_limit_error, RATE_LIMITED",
    "api_error, PROVIDER_ERROR",
    "timeout_error, PROVIDER_ERROR",
    "authentication_error, PROVIDER_CREDENTIALS",
    "billing_error, PROVIDER_CREDENTIALS",
    "invalid_request_error, INVALID_REQUEST",
    "request_too_large, PAYLOAD_TOO_LARGE"
  })
  void errorWithinAStreamIsClassifiedByItsType(String type, FailureKind kind) {
    String error = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"no\"}}";
    for (EventLog log :
        List.of(Decoding.stream(error), Decoding.stream(START, error), Decoding.whole(error))) {
      Failure failure = Objects.requireNonNull(log.failure());
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.upstreamStatus()).isEqualTo(200);
      assertThat(failure.upstreamCode()).isEqualTo(type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2147483648", "9223372036854775808", "1.5", "\"7\"", "[]"})
  void absurdCountMakesUsageMissing(String count) {
    EventLog log =
        Decoding.stream(
            START.replace("\"input_tokens\":3", "\"input_tokens\":" + count), END, STOP);
    assertThat(log.failure()).isNull();
    assertThat(Decoding.events(log, UsageReported.class)).isEmpty();
  }

  @Test
  void streamWithoutStopReasonOrStartIsStrange() {
    EventLog unsaid = Decoding.stream(START, STOP);
    assertThat(Objects.requireNonNull(unsaid.failure()).kind())
        .isEqualTo(FailureKind.PROTOCOL_ERROR);
    EventLog startless = Decoding.stream(END, STOP);
    assertThat(startless.events().getFirst()).isEqualTo(new Started(null, null));
  }

  @Test
  void argumentsWithoutACallAreAProtocolError() {
    EventLog log =
        Decoding.stream(
            START,
            "{\"type\":\"content_block_delta\",\"index\":4,\"delta\":"
                + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}}");
    assertThat(Objects.requireNonNull(log.failure()).kind()).isEqualTo(FailureKind.PROTOCOL_ERROR);
  }

  @Test
  void argumentsThatComeWithTheBlocksBeginningAreNotLost() {
    EventLog log =
        Decoding.stream(
            START,
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                + "\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            END.replace("end_turn", "tool_use"),
            STOP);
    assertThat(log.answer().choices().getFirst().toolCalls())
        .containsExactly(new Answer.ToolCall("t", "f", "{\"a\":1}"));
  }

  @Test
  void argumentsThatAreNoJsonAreHandedOnAsTheyCame() {
    EventLog log =
        Decoding.stream(
            START,
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                + "\"id\":\"t\",\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\": tru\"}}",
            END.replace("end_turn", "tool_use"),
            STOP);
    assertThat(log.answer().choices().getFirst().toolCalls().getFirst().arguments())
        .isEqualTo("{\"a\": tru");
  }

  @Test
  void wholeMessageThatIsCutIsAFailure() {
    String body =
        "{\"id\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":null}";
    assertThat(Decoding.whole(body).failure()).isNotNull();
    assertThat(Decoding.whole("{\"id\":\"m\"}").failure()).isNotNull();
    assertThat(Decoding.whole(body.replace("null", "\"end_turn\"")).failure()).isNull();
  }
}
