package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Encoded;
import cambio.testkit.Json;
import cambio.wire.StructuredOutput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestEncodingTest {

  private static final GenerationRequest HI = GenerationRequest.of(List.of(Message.user("hi")));
  private static final Tool ADD =
      new Tool.Function("add", "adds", "{\"properties\":{\"b\":{},\"a\":{}}}", true, null);

  @Test
  void limitIsTheCallersElseTheEndpointsElseTheDefault() {
    assertThat(Encoding.of(HI).at("/max_tokens").asInt()).isEqualTo(4096);
    assertThat(Encoding.of(HI, 777, Set.of()).at("/max_tokens").asInt()).isEqualTo(777);
    GenerationRequest limited = HI.withOutput(OutputOptions.none().withMaxTokens(9));
    assertThat(Encoding.of(limited, 777, Set.of()).at("/max_tokens").asInt()).isEqualTo(9);
  }

  @Test
  void headersSayVersionAndBetas() {
    UpstreamRequest sent = Encoding.of(HI.withStream(true), "beta", "a-1,b-2").sent();
    assertThat(sent.path()).isEqualTo("/v1/messages");
    assertThat(sent.headers().first("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(sent.headers().first("anthropic-beta")).isEqualTo("a-1,b-2");
    assertThat(sent.headers().first("x-api-key")).isEqualTo("k");
    assertThat(sent.headers().first("accept")).isEqualTo("text/event-stream");
  }

  @Test
  void otherHostsAreData() {
    String[] vertex = {
      "path",
      "/publishers/anthropic/models/{model}:rawPredict",
      "stream_path",
      "/publishers/anthropic/models/{model}:streamRawPredict",
      "model_member",
      "false",
      "version",
      "vertex-2023-10-16",
      "version_in",
      "body",
      "beta",
      "b-1"
    };
    Encoded unary = Encoding.of(HI, vertex);
    assertThat(unary.sent().path())
        .isEqualTo("/v1/publishers/anthropic/models/claude-x:rawPredict");
    assertThat(unary.at("/anthropic_version").asText()).isEqualTo("vertex-2023-10-16");
    assertThat(unary.at("/anthropic_beta/0").asText()).isEqualTo("b-1");
    assertThat(unary.body().has("model")).isFalse();
    assertThat(unary.sent().headers().first("anthropic-version")).isNull();
    Encoded stream = Encoding.of(HI.withStream(true), vertex);
    assertThat(stream.sent().path()).endsWith(":streamRawPredict");
    assertThat(stream.at("/stream").asBoolean()).isTrue();
    Encoded quiet = Encoding.of(HI.withStream(true), "stream_member", "false");
    assertThat(quiet.body().has("stream")).isFalse();
  }

  @Test
  void modelIsOneSegmentOfThePath() {
    assertThat(ModelSegment.of("claude@2025:x")).isEqualTo("claude@2025:x");
    assertThat(ModelSegment.of("a/b?c é")).isEqualTo("a%2Fb%3Fc%20%C3%A9");
    assertThat(ModelSegment.of("v1%3A0")).isEqualTo("v1%3A0");
  }

  @Test
  void toolsKeepTheirOrderAndGetAType() {
    Encoded sent =
        Encoding.of(
            HI.withTools(new ToolOptions(List.of(ADD), new ToolChoice.Named("add"), false)));
    assertThat(new String(sent.sent().body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{}}}");
    assertThat(sent.at("/tool_choice"))
        .isEqualTo(
            Json.parse("{\"type\":\"tool\",\"name\":\"add\",\"disable_parallel_tool_use\":true}"));
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("tools.strict");
    assertThat(ToolsWriter.schema("{}")).isEqualTo("{\"type\":\"object\"}");
    assertThat(ToolsWriter.schema(null)).contains("\"object\"");
  }

  @Test
  void choiceOfEveryKindIsSaid() {
    assertThat(choice(ToolChoice.AUTO, null).at("/tool_choice/type").asText()).isEqualTo("auto");
    assertThat(choice(ToolChoice.NONE, false).at("/tool_choice"))
        .isEqualTo(Json.parse("{\"type\":\"none\"}"));
    assertThat(choice(ToolChoice.REQUIRED, true).at("/tool_choice"))
        .isEqualTo(Json.parse("{\"type\":\"any\",\"disable_parallel_tool_use\":false}"));
    Encoded single = Encoding.of(HI.withTools(new ToolOptions(List.of(ADD), null, false)));
    assertThat(single.at("/tool_choice/type").asText()).isEqualTo("auto");
  }

  @Test
  void schemaIsEmulatedByAToolWhereTheModelHasNone() {
    GenerationRequest request = HI.withOutput(OutputOptions.none().withFormat(schema()));
    Encoded sent = Encoding.of(request);
    assertThat(sent.at("/tools/0/name").asText()).isEqualTo(StructuredOutput.TOOL);
    assertThat(sent.at("/tools/0/input_schema")).isEqualTo(Json.parse("{\"type\":\"object\"}"));
    assertThat(sent.at("/tool_choice/name").asText()).isEqualTo(StructuredOutput.TOOL);
    assertThat(sent.adjusted(Adjustment.Kind.EMULATED)).containsExactly("response_format");
    Encoded among =
        Encoding.of(request.withTools(new ToolOptions(List.of(ADD), ToolChoice.AUTO, null)));
    assertThat(among.at("/tools")).hasSize(2);
    assertThat(among.at("/tool_choice/type").asText()).isEqualTo("any");
  }

  @Test
  void schemaIsAMemberWhereTheModelTakesOne() {
    GenerationRequest request = HI.withOutput(OutputOptions.none().withFormat(schema()));
    Encoded newer = Encoding.of(request, "structured_output", "output_config");
    assertThat(newer.at("/output_config/format/schema/type").asText()).isEqualTo("object");
    assertThat(newer.body().has("tools")).isFalse();
    assertThat(newer.sent().adjustments()).isEmpty();
    Encoded older = Encoding.of(request, "structured_output", "output_format");
    assertThat(older.at("/output_format/type").asText()).isEqualTo("json_schema");
    MessagesAdapter adapter = new MessagesAdapter();
    assertThat(
            adapter
                .parameters(
                    Encoding.context(null, Set.of(), "structured_output", "output_config")
                        .endpoint())
                .of(Parameter.STRUCTURED_OUTPUTS))
        .isEqualTo(ParameterSupport.RENAMED);
  }

  @Test
  void whatTheDialectLacksIsReported() {
    SamplingOptions sampling =
        new SamplingOptions(1.7, 0.9, 40, null, 0.1, 1.0, null, null, 7L, Map.of());
    OutputOptions output =
        new OutputOptions(9, List.of("a", " "), 2, null, true, 3, List.of(), null, "low", null);
    Encoded sent =
        Encoding.of(
            HI.withSampling(sampling)
                .withOutput(output)
                .withLabels(new CallerLabels("u1", Map.of("k", "v"), "flex"))
                .withExtras(new Extras("other", Map.of("odd", "1"))),
            "one_sampler",
            "true");
    assertThat(sent.at("/temperature").asInt()).isEqualTo(1);
    assertThat(sent.at("/stop_sequences")).isEqualTo(Json.parse("[\"a\"]"));
    assertThat(sent.at("/metadata/user_id").asText()).isEqualTo("u1");
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("temperature");
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED))
        .containsExactlyInAnyOrder(
            "min_p",
            "frequency_penalty",
            "seed",
            "n",
            "logprobs",
            "top_logprobs",
            "verbosity",
            "metadata",
            "top_p",
            "stop",
            "service_tier",
            "odd");
  }

  @Test
  void verbosityIsTheEffortWhereTheModelTakesIt() {
    OutputOptions output =
        new OutputOptions(9, List.of(), null, null, null, null, List.of(), null, "max", null);
    Encoded sent = Encoding.of(HI.withOutput(output), "verbosity", "effort");
    assertThat(sent.at("/output_config/effort").asText()).isEqualTo("high");
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("verbosity");
  }

  @Test
  void extrasOfTheDialectTravelAndFixedMembersToo() {
    Extras extras =
        new Extras(MessagesAdapter.DIALECT, Map.of("container", "\"c1\"", "max_tokens", "1"));
    Encoded sent = Encoding.of(HI.withExtras(extras), "body.speed", "\"fast\"");
    assertThat(sent.at("/container").asText()).isEqualTo("c1");
    assertThat(sent.at("/max_tokens").asInt()).isEqualTo(4096);
    assertThat(sent.at("/speed").asText()).isEqualTo("fast");
  }

  @Test
  void everyOptionIsDocumented() throws java.io.IOException {
    java.nio.file.Path source =
        java.nio.file.Path.of("src/main/java/cambio/dialect/anthropic/package-info.java");
    String table = java.nio.file.Files.readString(source);
    new MessagesAdapter()
        .quirkOptions()
        .forEach(option -> assertThat(table).contains("{@code " + option.name() + "}"));
  }

  private static Encoded choice(
      ToolChoice choice, @org.jspecify.annotations.Nullable Boolean parallel) {
    return Encoding.of(HI.withTools(new ToolOptions(List.of(ADD), choice, parallel)));
  }

  private static OutputFormat schema() {
    return new OutputFormat.JsonSchema("n", null, "{\"type\":\"object\"}", true);
  }
}
