package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Encoded;
import cambio.testkit.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "MINIMAL, 20000, 2000",
    "LOW, 20000, 4000",
    "MEDIUM, 20000, 10000",
    "HIGH, 20000, 16000",
    "XHIGH, 20000, 19000",
    "MAX, 20000, 19000",
    "MINIMAL, 4096, 1024",
    "MAX, 200000, 128000"
  })
  void effortIsAShareOfTheLimit(ReasoningEffort effort, int limit, int budget) {
    Encoded sent = Encoding.of(request(ReasoningOptions.effort(effort), limit));
    assertThat(sent.at("/thinking"))
        .isEqualTo(Json.parse("{\"type\":\"enabled\",\"budget_tokens\":" + budget + "}"));
    assertThat(sent.at("/max_tokens").asInt()).isEqualTo(limit);
  }

  @Test
  void budgetStaysUnderTheCallersLimit() {
    Encoded sent = Encoding.of(request(ReasoningOptions.budget(9000), 4000));
    assertThat(sent.at("/thinking/budget_tokens").asInt()).isEqualTo(3999);
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("reasoning");
    Encoded small = Encoding.of(request(ReasoningOptions.budget(9000), 1000));
    assertThat(small.body().has("thinking")).isFalse();
    assertThat(small.adjusted(Adjustment.Kind.DROPPED)).containsExactly("reasoning");
  }

  @Test
  void limitGrowsWithTheBudgetWhereTheCallerNamesNone() {
    Encoded sent = Encoding.of(request(ReasoningOptions.budget(9000), null));
    assertThat(sent.at("/max_tokens").asInt()).isEqualTo(9000 + 4096);
    Encoded known =
        Encoding.of(
            request(ReasoningOptions.effort(ReasoningEffort.MEDIUM), null), 64000, Set.of());
    assertThat(known.at("/max_tokens").asInt()).isEqualTo(64000);
    assertThat(known.at("/thinking/budget_tokens").asInt()).isEqualTo(32000);
  }

  @Test
  void adaptiveModelTakesTheNearestEffort() {
    ReasoningOptions xhigh = ReasoningOptions.effort(ReasoningEffort.XHIGH);
    Encoded sent = Encoding.of(request(xhigh, 9000), "reasoning", "adaptive");
    assertThat(sent.at("/thinking")).isEqualTo(Json.parse("{\"type\":\"adaptive\"}"));
    assertThat(sent.at("/output_config")).isEqualTo(Json.parse("{\"effort\":\"high\"}"));
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("reasoning");
    Encoded all =
        Encoding.of(request(xhigh, 9000), "reasoning", "adaptive", "efforts", "low,xhigh,max");
    assertThat(all.at("/output_config/effort").asText()).isEqualTo("xhigh");
    assertThat(all.sent().adjustments()).isEmpty();
  }

  @Test
  void adaptiveModelMakesAnEffortOfABudget() {
    Encoded sent =
        Encoding.of(request(ReasoningOptions.budget(4000), 8000), "reasoning", "adaptive");
    assertThat(sent.at("/output_config/effort").asText()).isEqualTo("medium");
    assertThat(sent.adjusted(Adjustment.Kind.EMULATED)).containsExactly("reasoning");
  }

  @Test
  void reasoningIsSwitchedOffAndHidden() {
    Encoded off = Encoding.of(request(ReasoningOptions.effort(ReasoningEffort.NONE), 4000));
    assertThat(off.at("/thinking")).isEqualTo(Json.parse("{\"type\":\"disabled\"}"));
    ReasoningOptions hidden = new ReasoningOptions(ReasoningEffort.LOW, null, null, true, null);
    assertThat(Encoding.of(request(hidden, 10000)).at("/thinking/display").asText())
        .isEqualTo("omitted");
  }

  @Test
  void samplingThatThinkingForbidsIsDropped() {
    SamplingOptions sampling =
        new SamplingOptions(0.2, 0.5, 9, null, null, null, null, null, null, Map.of());
    GenerationRequest request = request(ReasoningOptions.budget(2000), 4000).withSampling(sampling);
    Encoded sent = Encoding.of(request);
    assertThat(sent.body().has("temperature") || sent.body().has("top_p")).isFalse();
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED))
        .containsExactly("temperature", "top_p", "top_k");
  }

  @Test
  void forcedCallAndPrefixAndLostReasoningSwitchThinkingOff() {
    ToolOptions forced =
        new ToolOptions(
            List.of(new Tool.Function("f", null, null, null, null)), ToolChoice.REQUIRED, null);
    GenerationRequest thinking = request(ReasoningOptions.budget(2000), 4000);
    List<Message> lost =
        List.of(
            Message.user("hi"),
            new Message.Assistant(
                List.of(new ContentPart.ToolCall("c", "f", "{}", null, null)),
                null,
                false,
                Extras.none()),
            Message.toolResult("c", "1"));
    for (GenerationRequest request :
        List.of(
            thinking.withTools(forced),
            thinking.withMessages(List.of(Message.user("hi"), Message.assistant("I"))),
            thinking.withMessages(lost))) {
      Encoded sent = Encoding.of(request);
      assertThat(sent.body().has("thinking")).isFalse();
      assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("reasoning");
    }
  }

  private static GenerationRequest request(ReasoningOptions reasoning, @Nullable Integer limit) {
    return GenerationRequest.of(List.of(Message.user("hi")))
        .withReasoning(reasoning)
        .withOutput(OutputOptions.none().withMaxTokens(limit));
  }
}
