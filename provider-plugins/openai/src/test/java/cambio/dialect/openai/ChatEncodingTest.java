package cambio.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Parameter;
import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Quirks are data: what each makes of the same request. */
class ChatEncodingTest {

  private static final GenerationRequest HI = GenerationRequest.of(List.of(Message.user("hi")));

  @Test
  void plainRequestIsAsSmallAsCanBe() {
    UpstreamRequest sent = encode(HI, Map.of());
    assertThat(text(sent))
        .isEqualTo("{\"model\":\"m/x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    assertThat(sent.path()).isEqualTo("/v1/chat/completions");
    assertThat(sent.headers().first("authorization")).isEqualTo("Bearer k");
    assertThat(sent.adjustments()).isEmpty();
  }

  @Test
  void pathAndQueryComeFromATemplate() {
    UpstreamRequest sent =
        encode(
            HI,
            Map.of(
                "path", "/deployments/{model}/chat/completions",
                "query", "api-version=1",
                "model_member", "false"));
    assertThat(sent.path()).isEqualTo("/v1/deployments/m%2Fx/chat/completions?api-version=1");
    assertThat(text(sent)).doesNotContain("model");
    Map<String, String> apart = Map.of("path", "/m:call", "stream_path", "/m:streamCall");
    assertThat(encode(HI, apart).path()).isEqualTo("/v1/m:call");
    assertThat(encode(HI.withStream(true), apart).path()).isEqualTo("/v1/m:streamCall");
  }

  @Test
  void streamsAskForUsageUnlessTheProviderCannot() {
    GenerationRequest stream = HI.withStream(true);
    assertThat(text(encode(stream, Map.of())))
        .contains("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertThat(text(encode(stream, Map.of("usage", "none")))).doesNotContain("usage");
    assertThat(text(encode(HI, Map.of("usage", "include"))))
        .contains("\"usage\":{\"include\":true}");
  }

  @Test
  void freeFormJsonIsByteForByteAsSent() {
    String schema = "{ \"z\": 1.50, \"a\" :[ ]}";
    GenerationRequest request =
        HI.withTools(
            new ToolOptions(List.of(new Tool.Function("f", null, schema, null, null)), null, null));
    assertThat(text(encode(request, Map.of()))).contains("\"parameters\":" + schema);
  }

  @Test
  void unsupportedParametersAreDroppedAndReported() {
    GenerationRequest request = HI.withOutput(OutputOptions.none().withMaxTokens(5));
    EndpointSpec endpoint = endpoint(new Quirks(Map.of(), Set.of("max_tokens"), Map.of()));
    UpstreamRequest sent = encode(request, endpoint, true);
    assertThat(text(sent)).doesNotContain("max_tokens");
    assertThat(sent.adjustments()).extracting(Adjustment::parameter).containsExactly("max_tokens");
    EndpointSpec renaming =
        endpoint(new Quirks(Map.of("max_tokens", "max_completion_tokens"), Set.of(), Map.of()));
    assertThat(text(encode(request, renaming, true))).contains("\"max_completion_tokens\":5");
  }

  @Test
  void reasoningGoesWhereTheEndpointHasIt() {
    GenerationRequest on = HI.withReasoning(new ReasoningOptions(null, null, true, false, null));
    assertThat(text(encode(on, Map.of()))).contains("\"reasoning_effort\":\"medium\"");
    assertThat(encode(on, Map.of()).adjustments())
        .extracting(Adjustment::kind)
        .containsExactly(Adjustment.Kind.EMULATED);
    assertThat(text(encode(on, Map.of("reasoning", "object"))))
        .contains("\"reasoning\":{\"enabled\":true}");
    assertThat(text(encode(on, Map.of("reasoning", "thinking"))))
        .contains("\"thinking\":{\"type\":\"enabled\"}");
    assertThat(text(encode(on, Map.of("reasoning", "enable_thinking"))))
        .contains("\"enable_thinking\":true");
    GenerationRequest capped = HI.withReasoning(ReasoningOptions.budget(800));
    assertThat(text(encode(capped, Map.of("reasoning", "enable_thinking,thinking_budget"))))
        .contains("\"enable_thinking\":true,\"thinking_budget\":800");
    assertThat(text(encode(on, Map.of("reasoning", "enable_thinking,thinking_budget"))))
        .doesNotContain("thinking_budget");
    UpstreamRequest none = encode(on, Map.of("reasoning", "none"));
    assertThat(text(none)).doesNotContain("reasoning").doesNotContain("thinking");
    assertThat(none.adjustments()).extracting(Adjustment::parameter).containsExactly("reasoning");
  }

  @Test
  void budgetBecomesTheNearestEffort() {
    GenerationRequest request =
        HI.withReasoning(ReasoningOptions.budget(800))
            .withOutput(OutputOptions.none().withMaxTokens(1000));
    assertThat(text(encode(request, Map.of()))).contains("\"reasoning_effort\":\"high\"");
  }

  @Test
  void earlierReasoningGoesBackInTheNamedMember() {
    Message thought =
        new Message.Assistant(
            List.of(
                new ContentPart.Reasoning(ReasoningKind.TEXT, "hm", "sig", null, "f"),
                ContentPart.text("yes")),
            null,
            false,
            Extras.none());
    GenerationRequest request = HI.withMessages(List.of(Message.user("hi"), thought));
    assertThat(text(encode(request, Map.of("history_reasoning", "reasoning_content"))))
        .contains("\"content\":\"yes\",\"reasoning_content\":\"hm\"");
    assertThat(text(encode(request, Map.of("history_reasoning", "reasoning_details"))))
        .contains(
            "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\","
                + "\"signature\":\"sig\",\"format\":\"f\",\"index\":0}]");
    assertThat(encode(request, Map.of()).adjustments())
        .extracting(Adjustment::parameter)
        .containsExactly("messages.reasoning");
  }

  @Test
  void callIdsAreMadeToFitTheSameWayInCallAndResult() {
    Message call =
        new Message.Assistant(
            List.of(new ContentPart.ToolCall("call_abcdefgh", "f", "{}", null, null)),
            null,
            false,
            Extras.none());
    GenerationRequest request =
        HI.withMessages(List.of(call, Message.toolResult("call_abcdefgh", "1")));
    String nine = CallIds.nine("call_abcdefgh");
    assertThat(nine).matches("[a-zA-Z0-9]{9}");
    assertThat(CallIds.nine("Ah0BFgzqX")).isEqualTo("Ah0BFgzqX");
    assertThat(text(encode(request, Map.of("call_id", "nine"))))
        .contains("\"id\":\"" + nine + "\"")
        .contains("\"tool_call_id\":\"" + nine + "\"");
  }

  @Test
  void signaturesOfCallsGoBackAtTheirPath() {
    Message call =
        new Message.Assistant(
            List.of(new ContentPart.ToolCall("a", "f", "{}", "seal", null)),
            null,
            false,
            Extras.none());
    GenerationRequest request = HI.withMessages(List.of(call, Message.toolResult("a", "1")));
    assertThat(text(encode(request, Map.of("call_signature", "extra.acme.seal"))))
        .contains("\"extra\":{\"acme\":{\"seal\":\"seal\"}}}]");
    assertThat(encode(request, Map.of()).adjustments())
        .extracting(Adjustment::parameter)
        .containsExactly("messages.tool_calls.signature");
  }

  @Test
  void cacheMarksAreWrittenOrReported() {
    Message marked =
        new Message.User(
            List.of(new ContentPart.Text("hi", new CacheHint(Duration.ofHours(1)))),
            null,
            Extras.none());
    GenerationRequest request = HI.withMessages(List.of(marked));
    assertThat(text(encode(request, Map.of("cache_control", "parts"))))
        .contains(
            "\"content\":[{\"type\":\"text\",\"text\":\"hi\","
                + "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]");
    assertThat(encode(request, Map.of()).adjustments())
        .extracting(Adjustment::parameter)
        .containsExactly("cache_control");
  }

  @Test
  void extrasTravelWithinTheDialectOnly() {
    GenerationRequest own = HI.withExtras(new Extras("openai-chat", Map.of("store", "true")));
    assertThat(text(encode(own, Map.of()))).contains("\"store\":true");
    assertThat(text(encode(own, endpoint(Quirks.none()), false))).doesNotContain("store");
    UpstreamRequest foreign =
        encode(HI.withExtras(new Extras("other", Map.of("store", "true"))), Map.of());
    assertThat(text(foreign)).doesNotContain("store");
    assertThat(foreign.adjustments()).extracting(Adjustment::parameter).containsExactly("store");
  }

  @Test
  void endpointsOptionsDecideWhatTheTableSays() {
    OpenAiChatAdapter adapter = new OpenAiChatAdapter();
    EndpointSpec plain = endpoint(Quirks.none());
    EndpointSpec able = endpoint(new Quirks(Map.of(), Set.of("seed"), Map.of("prefix", "member")));
    assertThat(adapter.parameters(plain).of(Parameter.PREFIX).honoured()).isFalse();
    assertThat(adapter.parameters(able).of(Parameter.PREFIX).honoured()).isTrue();
    assertThat(adapter.parameters(able).of(Parameter.SEED).honoured()).isFalse();
  }

  @Test
  void everyOptionStandsInTheDocumentation() throws IOException {
    String table =
        Files.readString(Path.of("src/main/java/cambio/dialect/openai/package-info.java"));
    for (QuirkOption option : new OpenAiChatAdapter().quirkOptions()) {
      assertThat(table).contains("{@code " + option.name() + "}");
      option.values().forEach(value -> assertThat(table).contains("{@code " + value + "}"));
    }
  }

  private static UpstreamRequest encode(GenerationRequest request, Map<String, String> options) {
    return encode(request, endpoint(new Quirks(Map.of(), Set.of(), options)), true);
  }

  private static UpstreamRequest encode(
      GenerationRequest request, EndpointSpec endpoint, boolean extras) {
    return new OpenAiChatAdapter()
        .encode(
            request,
            new EncodeContext(
                endpoint, new Credential.ApiKey(Secret.of("k")), Instant.EPOCH, "r", extras));
  }

  private static EndpointSpec endpoint(Quirks quirks) {
    return new EndpointSpec(
        "e",
        "p",
        "m/x",
        URI.create("https://host.invalid/v1"),
        AuthStyle.BEARER,
        null,
        null,
        null,
        quirks);
  }

  private static String text(UpstreamRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }
}
