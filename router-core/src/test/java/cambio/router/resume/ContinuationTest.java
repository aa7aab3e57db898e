package cambio.router.resume;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuationTest {

  private static final GenerationRequest REQUEST =
      GenerationRequest.of(List.of(Message.system("s"), Message.user("q"))).withStream(true);

  @Test
  void theTextSoFarIsTheAssistantsMessage() {
    Continuation rest = Continuation.of(REQUEST, partial("Once upon", " a time, "));

    assertThat(Objects.requireNonNull(rest).request().messages())
        .hasSize(3)
        .last()
        .isEqualTo(
            new Message.Assistant(
                List.of(ContentPart.text("Once upon a time,")), null, true, Extras.none()));
    assertThat(rest.shown()).isEqualTo("Once upon a time, ");
  }

  @Test
  void anAnswerThatTheCallerBeganGoesOnInItsMessage() {
    Message.Assistant begun =
        new Message.Assistant(List.of(ContentPart.text("{\"a\":")), null, true, Extras.none());
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.user("q"), begun)).withStream(true);

    Continuation rest = Continuation.of(request, partial(" 1"));

    assertThat(Objects.requireNonNull(rest).request().messages())
        .hasSize(2)
        .last()
        .isEqualTo(
            new Message.Assistant(
                List.of(ContentPart.text("{\"a\": 1")), null, true, Extras.none()));
  }

  @Test
  void nothingButBlanksIsAskedForAfresh() {
    Continuation rest = Continuation.of(REQUEST, partial(" ", "\n"));
    assertThat(Objects.requireNonNull(rest).request().messages()).isEqualTo(REQUEST.messages());
  }

  @Test
  void whatWasGeneratedCountsAgainstTheLimit() {
    GenerationRequest limited = REQUEST.withOutput(OutputOptions.none().withMaxTokens(10));
    Continuation rest = Continuation.of(limited, partial("a", "b", "c"));
    assertThat(Objects.requireNonNull(rest).request().output().maxTokens()).isEqualTo(7);

    PartialAnswer counted = partial("a", "b", "c");
    counted.accept(new UsageReported(Usage.of(5, 10)));
    assertThat(Continuation.of(limited, counted)).isNull();
  }

  @Test
  void aStopSequenceThatMayHaveBegunIsNotProvable() {
    GenerationRequest stopping =
        REQUEST.withOutput(
            new OutputOptions(
                null, List.of("END"), null, null, null, null, List.of(), null, null, null));
    assertThat(Continuation.of(stopping, partial("the E"))).isNull();
    assertThat(Continuation.of(stopping, partial("the E "))).isNotNull();
  }

  static Stream<GenerationRequest> unprovable() {
    OutputOptions none = OutputOptions.none();
    return Stream.of(
        REQUEST.withOutput(none.withFormat(new OutputFormat.JsonObject())),
        REQUEST.withOutput(none.withFormat(new OutputFormat.JsonSchema("n", null, "{}", true))),
        REQUEST.withOutput(
            new OutputOptions(null, List.of(), 2, null, null, null, List.of(), null, null, null)),
        REQUEST.withOutput(
            new OutputOptions(
                null, List.of(), null, null, true, null, List.of(), null, null, null)),
        REQUEST.withReasoning(ReasoningOptions.effort(ReasoningEffort.LOW)),
        REQUEST.withExtras(new Extras("openai-chat", Map.of("grammar", "\"x\""))),
        REQUEST.withMessages(List.of(Message.user("q"), Message.assistant("a"))));
  }

  @ParameterizedTest
  @MethodSource("unprovable")
  void whatIsNotProvableIsRefused(GenerationRequest request) {
    assertThat(Continuation.objection(request)).isNotNull();
    assertThat(Continuation.objection(REQUEST)).isNull();
    assertThat(
            Continuation.objection(
                REQUEST.withReasoning(ReasoningOptions.effort(ReasoningEffort.NONE))))
        .isNull();
  }

  static Stream<GenerationEvent> events() {
    return Stream.of(
        new ToolCallDelta(0, 0, "id", "f", ""),
        ReasoningDelta.text(0, "hm"),
        new RefusalDelta(0, "no"),
        new ContentDelta(1, "b"),
        new ContentDelta(0, "x".repeat(PartialAnswer.LONGEST_CHARS)),
        new Finished(0, FinishReason.STOP, null));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anAnswerThatIsMoreThanTextIsNotCarriedOn(GenerationEvent event) {
    PartialAnswer partial = partial("one");
    partial.accept(new FilterReported(null, "{}"));
    partial.accept(new FilterReported(0, "{}"));
    assertThat(partial.objection()).isNull();
    partial.accept(event);
    assertThat(partial.objection()).isNotNull();
    assertThat(partial.text()).isEmpty();
  }

  @Test
  void theSeamIsCountedInCharactersAndBytes() {
    assertThat(partial("aé", "🙂").seam()).isEqualTo(new Seam(3, 7));
  }

  private static PartialAnswer partial(String... pieces) {
    PartialAnswer partial = new PartialAnswer();
    for (String piece : pieces) {
      partial.accept(new ContentDelta(0, piece));
    }
    return partial;
  }
}
