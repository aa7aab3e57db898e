package cambio.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.EncodeContext;
import cambio.spi.Quirks;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Json;
import cambio.testkit.RecordedRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponsesEncodingTest {

  private static UpstreamRequest encode(GenerationRequest request, String... optionsAndValues) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < optionsAndValues.length; i += 2) {
      options.put(optionsAndValues[i], optionsAndValues[i + 1]);
    }
    RecordedRequest to =
        RecordedRequest.of(
            request,
            "gpt-x",
            URI.create("https://host.invalid/v1"),
            new Quirks(Map.of(), Set.of(), options));
    return new ResponsesAdapter()
        .encode(
            request,
            new EncodeContext(
                to.endpoint(), to.credential(), Instant.parse("2026-01-02T03:04:05Z"), "r", true));
  }

  private static GenerationRequest conversation(ContentPart... assistant) {
    return GenerationRequest.of(
        List.of(
            Message.user("hi"),
            new Message.Assistant(List.of(assistant), null, false, Extras.none()),
            Message.user("on")));
  }

  private static ContentPart thought(
      ReasoningKind kind, String text, @Nullable String id, @Nullable String format) {
    return new ContentPart.Reasoning(kind, text, null, id, format);
  }

  private static JsonNode input(UpstreamRequest sent) {
    return Json.parse(sent.body()).path("input");
  }

  private static List<String> adjusted(UpstreamRequest sent, Adjustment.Kind kind) {
    return sent.adjustments().stream()
        .filter(a -> a.kind() == kind)
        .map(Adjustment::parameter)
        .toList();
  }

  @Test
  void nothingIsKeptAtTheProviderAndWhatTheNextTurnNeedsIsAskedFor() {
    UpstreamRequest sent = encode(GenerationRequest.of(List.of(Message.user("hi"))));
    assertThat(sent.path()).isEqualTo("/v1/responses");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            Json.parse(
                "{\"model\":\"gpt-x\",\"input\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                    + "\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}"));
  }

  @Test
  void theBlocksOfAnItemGoBackAsOneItemInTheOrderOfTheTurn() {
    UpstreamRequest sent =
        encode(
            conversation(
                thought(ReasoningKind.SUMMARY, "a", "rs_1", "openai-responses-v1"),
                thought(ReasoningKind.SUMMARY, "b", "rs_1", "openai-responses-v1"),
                thought(ReasoningKind.ENCRYPTED, "blob", "rs_1", "openai-responses-v1"),
                thought(ReasoningKind.ENCRYPTED, "next", "rs_2", null),
                new ContentPart.ToolCall("c_1", "f", "{}", null, null),
                ContentPart.text("done")));
    assertThat(input(sent).path(1))
        .isEqualTo(
            Json.parse(
                "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":["
                    + "{\"type\":\"summary_text\",\"text\":\"a\"},"
                    + "{\"type\":\"summary_text\",\"text\":\"b\"}],"
                    + "\"encrypted_content\":\"blob\"}"));
    assertThat(input(sent).path(2).path("encrypted_content").asText()).isEqualTo("next");
    assertThat(input(sent).path(3).path("type").asText()).isEqualTo("function_call");
    assertThat(input(sent).path(4).path("content").asText()).isEqualTo("done");
    assertThat(sent.adjustments()).isEmpty();
  }

  @Test
  void reasoningThatTheEndpointCannotReadStaysBehindAndIsReported() {
    UpstreamRequest sent =
        encode(
            conversation(
                thought(ReasoningKind.TEXT, "plain", null, null),
                thought(ReasoningKind.ENCRYPTED, "foreign", "x", "anthropic-claude-v1"),
                ContentPart.text("done")));
    assertThat(input(sent)).hasSize(3);
    assertThat(adjusted(sent, Adjustment.Kind.DROPPED)).containsExactly("messages.reasoning");
  }

  @Test
  void anEndpointMayTakeAllReasoning() {
    UpstreamRequest sent =
        encode(
            conversation(thought(ReasoningKind.TEXT, "plain", "t", null)),
            "history_reasoning",
            "all");
    assertThat(input(sent).path(1).path("content").path(0).path("text").asText())
        .isEqualTo("plain");
  }

  @Test
  void aCustomToolsCallAndResultAreItemsOfTheirOwnTypes() {
    GenerationRequest request =
        GenerationRequest.of(
                List.of(
                    Message.user("hi"),
                    new Message.Assistant(
                        List.of(new ContentPart.ToolCall("c", "calc", "4 + 4", null, null)),
                        null,
                        false,
                        Extras.none()),
                    Message.toolResult("c", "8")))
            .withTools(
                new ToolOptions(
                    List.of(
                        new Tool.Opaque(
                            ResponsesAdapter.DIALECT, "{\"type\":\"custom\",\"name\":\"calc\"}"),
                        new Tool.Opaque("another", "{\"type\":\"custom\",\"name\":\"x\"}")),
                    new ToolChoice.Named("calc"),
                    null));
    UpstreamRequest sent = encode(request);
    assertThat(input(sent).path(1).path("type").asText()).isEqualTo("custom_tool_call");
    assertThat(input(sent).path(1).path("input").asText()).isEqualTo("4 + 4");
    assertThat(input(sent).path(2).path("type").asText()).isEqualTo("custom_tool_call_output");
    assertThat(Json.parse(sent.body()).at("/tool_choice/type").asText()).isEqualTo("custom");
    assertThat(Json.parse(sent.body()).path("tools")).hasSize(1);
    assertThat(adjusted(sent, Adjustment.Kind.DROPPED)).containsExactly("tools");
  }

  @Test
  void aFunctionThatSaysNothingOfStrictnessIsNotStrict() {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.user("hi")))
            .withTools(
                new ToolOptions(
                    List.of(new Tool.Function("f", null, null, null, null)), null, null));
    assertThat(Json.parse(encode(request).body()).at("/tools/0/strict").isBoolean()).isTrue();
    assertThat(Json.parse(encode(request, "strict", "none").body()).at("/tools/0").has("strict"))
        .isFalse();
  }

  @Test
  void effortsAreClampedAndBudgetsEmulated() {
    GenerationRequest hi = GenerationRequest.of(List.of(Message.user("hi")));
    UpstreamRequest clamped =
        encode(
            hi.withReasoning(ReasoningOptions.effort(ReasoningEffort.MAX)),
            "efforts",
            "low,medium,high");
    assertThat(Json.parse(clamped.body()).at("/reasoning/effort").asText()).isEqualTo("high");
    assertThat(adjusted(clamped, Adjustment.Kind.CLAMPED)).containsExactly("reasoning");

    UpstreamRequest budget =
        encode(
            hi.withReasoning(ReasoningOptions.budget(500))
                .withOutput(OutputOptions.none().withMaxTokens(1000)),
            "summary",
            "auto");
    assertThat(Json.parse(budget.body()).path("reasoning"))
        .isEqualTo(Json.parse("{\"effort\":\"medium\",\"summary\":\"auto\"}"));
    assertThat(adjusted(budget, Adjustment.Kind.EMULATED)).containsExactly("reasoning");
  }

  @Test
  void cacheMarksAreSentWhereTheEndpointTakesThemAndReportedElsewhere() {
    ContentPart marked = new ContentPart.Text("long", new CacheHint(null));
    GenerationRequest request =
        GenerationRequest.of(List.of(new Message.User(List.of(marked), null, Extras.none())));
    JsonNode sent = input(encode(request, "cache_control", "breakpoint"));
    assertThat(sent.at("/0/content/0/prompt_cache_breakpoint/mode").asText()).isEqualTo("explicit");
    assertThat(adjusted(encode(request), Adjustment.Kind.DROPPED)).containsExactly("cache_control");
  }

  @Test
  void theFirstInstructionMayHaveAMemberOfItsOwn() {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.system("be brief"), Message.user("hi")));
    UpstreamRequest sent = encode(request, "instructions", "member");
    assertThat(Json.parse(sent.body()).path("instructions").asText()).isEqualTo("be brief");
    assertThat(input(sent)).hasSize(1);
  }
}
