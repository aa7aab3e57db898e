package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.TokenLogprob;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import cambio.v1.Choice;
import cambio.v1.StreamCompleteResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events as a stream shows them, and as a whole answer puts them together. */
class EventWriterTest {

  private static List<StreamCompleteResponse> written(GenerationEvent... events) {
    List<StreamCompleteResponse> written = new ArrayList<>();
    EventWriter writer = new EventWriter(written::add);
    for (GenerationEvent event : events) {
      writer.write(event);
    }
    return written;
  }

  private static List<Choice> assembled(GenerationEvent... events) {
    AnswerAssembler assembler = new AnswerAssembler();
    written(events).forEach(assembler::add);
    return assembler.choices();
  }

  @Test
  void characterThatWasCutInTwoIsSentWhole() {
    String wave = "\ud83d\udc4b";

    List<StreamCompleteResponse> events =
        written(
            new ContentDelta(0, "hi " + wave.charAt(0)),
            new ContentDelta(1, "other"),
            new ContentDelta(0, wave.charAt(1) + "!"));

    assertThat(events)
        .extracting(e -> e.getContentDelta().getText())
        .containsExactly("hi ", "other", wave + "!");
  }

  @Test
  void halfACharacterAtTheEndIsReplaced() {
    List<StreamCompleteResponse> events =
        written(new ContentDelta(0, "hi\ud83d"), new Finished(0, FinishReason.LENGTH, null));

    assertThat(events.get(1).getContentDelta().getText()).isEqualTo("\ufffd");
    assertThat(events.get(2).hasFinished()).isTrue();
  }

  @Test
  void providersIdsAndRunningCountsAreNotSent() {
    assertThat(written(new Started("up_1", "m"), new UsageReported(Usage.of(1, 1)))).isEmpty();
  }

  @Test
  void filterResultsAreToldAndGathered() {
    GenerationEvent[] events = {
      new FilterReported(null, "{\"hate\":{\"filtered\":false}}"),
      new FilterReported(0, "{\"hate\":{\"filtered\":true}}")
    };
    AnswerAssembler assembler = new AnswerAssembler();
    written(events).forEach(assembler::add);
    assertThat(written(events)).allMatch(StreamCompleteResponse::hasFilter);
    assertThat(assembler.filters())
        .extracting(f -> f.hasChoice() ? f.getChoice() + f.getResultsJson() : f.getResultsJson())
        .containsExactly("{\"hate\":{\"filtered\":false}}", "0{\"hate\":{\"filtered\":true}}");
  }

  @Test
  void base64CutAnywhereIsDecoded() {
    List<StreamCompleteResponse> events = written(media("Y2"), media("F0Y2"), media("F0"));

    assertThat(events)
        .extracting(e -> e.getMediaDelta().getData().toStringUtf8())
        .containsExactly("", "cat", "cat");
  }

  private static MediaDelta media(String data) {
    return new MediaDelta(0, 0, Modality.IMAGE, "image/png", data, null, null, null);
  }

  @Test
  void answerIsPutTogetherByChoiceAndIndex() {
    List<Choice> choices =
        assembled(
            new ReasoningDelta(0, 0, ReasoningKind.TEXT, "Think", null, "r1", null),
            new ReasoningDelta(0, 0, ReasoningKind.TEXT, "ing", "seal", null, "f"),
            new ReasoningDelta(0, 1, ReasoningKind.ENCRYPTED, "xyz", null, null, null),
            new ContentDelta(1, "B"),
            new ContentDelta(0, "A"),
            new ToolCallDelta(0, 1, "call_2", "g", ""),
            new ToolCallDelta(0, 0, "call_1", "f", "{\"a\":"),
            new ToolCallDelta(0, 0, null, null, "1}"),
            media("Y2F0"),
            new RefusalDelta(1, "no"),
            new Finished(0, FinishReason.TOOL_CALL, "tool_calls"),
            new Finished(1, FinishReason.CONTENT_FILTER, null));

    assertThat(choices).extracting(Choice::getIndex).containsExactly(0, 1);
    Choice first = choices.getFirst();
    assertThat(first.getMessage().getContent(0).getText()).isEqualTo("A");
    assertThat(first.getMessage().getContent(1).getImage().getData().toStringUtf8())
        .isEqualTo("cat");
    assertThat(first.getMessage().getReasoningDetailsList())
        .extracting(d -> d.getText() + d.getEncrypted() + d.getSignature() + d.getId())
        .containsExactly("Thinkingsealr1", "xyz");
    assertThat(first.getMessage().getToolCallsList())
        .extracting(c -> c.getId() + c.getFunction().getArgumentsJson())
        .containsExactly("call_1{\"a\":1}", "call_2");
    assertThat(first.getNativeFinishReason()).isEqualTo("tool_calls");
    assertThat(choices.get(1).getMessage().getRefusal()).isEqualTo("no");
  }

  @Test
  void logprobsOfContentAndRefusalAreKeptApart() {
    TokenLogprob token =
        new TokenLogprob(
            "a", -0.5, List.of(97), List.of(new TokenLogprob("b", -1, null, List.of())));

    Choice choice =
        assembled(
                new LogprobsReported(0, false, List.of(token)),
                new LogprobsReported(0, true, List.of(token)))
            .getFirst();

    assertThat(choice.getLogprobs().getContent(0).getBytes().toStringUtf8()).isEqualTo("a");
    assertThat(choice.getLogprobs().getRefusal(0).getTop(0).getToken()).isEqualTo("b");
  }

  @Test
  void citationIsTypedAndWhatIsUnknownStaysJson() {
    List<StreamCompleteResponse> events =
        written(
            new AnnotationAdded(
                0,
                "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://a\",\"start_index\":3}}"),
            new AnnotationAdded(0, "{\"type\":\"star\"}"));

    assertThat(events.get(0).getAnnotation().getAnnotation().getUrlCitation().getStartIndex())
        .isEqualTo(3);
    assertThat(events.get(1).getAnnotation().getAnnotation().getOpaque().getJson())
        .isEqualTo("{\"type\":\"star\"}");
  }
}
