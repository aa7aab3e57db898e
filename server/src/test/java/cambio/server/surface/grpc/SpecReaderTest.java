package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteWishes;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.v1.AllowedTools;
import cambio.v1.DeliveryOptions;
import cambio.v1.FunctionCall;
import cambio.v1.FunctionTool;
import cambio.v1.GenerationSpec;
import cambio.v1.ImagePart;
import cambio.v1.JsonSchemaFormat;
import cambio.v1.MaxPrice;
import cambio.v1.Modality;
import cambio.v1.Opaque;
import cambio.v1.Percentiles;
import cambio.v1.ProviderPreferences;
import cambio.v1.ReasoningDetail;
import cambio.v1.ReasoningOptions;
import cambio.v1.ResponseCacheOptions;
import cambio.v1.Role;
import cambio.v1.SortBy;
import cambio.v1.SortPreference;
import cambio.v1.ToolCall;
import cambio.v1.ToolMode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecReaderTest {

  private static ReadSpec read(GenerationSpec.Builder spec) {
    return SpecReader.read(spec.build(), Catalogs.small(), false);
  }

  private static GenerationRequest request(GenerationSpec.Builder spec) {
    return read(spec).request();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatIsWrongIsRefusedAndNamed(String field, UnaryOperator<GenerationSpec.Builder> change) {
    GenerationSpec.Builder spec = change.apply(Specs.hello());

    InvalidMessage refused = catchThrowableOfType(InvalidMessage.class, () -> read(spec));

    assertThat(refused).as("refusal of %s", spec).isNotNull();
    assertThat(refused.violations()).extracting(Violation::field).contains(field);
  }

  static Stream<Arguments> whatIsWrongIsRefusedAndNamed() {
    return Stream.of(
        wrong("messages", s -> s.clearMessages()),
        wrong("models", s -> s.addModels("a").addModels("b").addModels("c").addModels("d")),
        wrong("models[0]", s -> s.addModels("")),
        wrong("max_output_tokens", s -> s.setMaxOutputTokens(-1)),
        wrong("max_output_tokens", s -> s.setMaxOutputTokens(0)),
        wrong("n", s -> s.setN(129)),
        wrong("stop", s -> s.addStop("a").addStop("b").addStop("c").addStop("d").addStop("e")),
        wrong("stop[0]", s -> s.addStop("")),
        wrong("temperature", s -> s.setTemperature(2.1)),
        wrong("temperature", s -> s.setTemperature(Double.NaN)),
        wrong("temperature", s -> s.setTemperature(Double.NEGATIVE_INFINITY)),
        wrong("top_p", s -> s.setTopP(0)),
        wrong("top_k", s -> s.setTopK(-1)),
        wrong("min_p", s -> s.setMinP(1.5)),
        wrong("frequency_penalty", s -> s.setFrequencyPenalty(-3)),
        wrong("repetition_penalty", s -> s.setRepetitionPenalty(0)),
        wrong("logit_bias[7]", s -> s.putLogitBias(7, 101)),
        wrong("top_logprobs", s -> s.setTopLogprobs(3)),
        wrong("top_logprobs", s -> s.setLogprobs(true).setTopLogprobs(21)),
        wrong("verbosity", s -> s.setVerbosityValue(99)),
        wrong("modalities[0]", s -> s.addModalities(Modality.MODALITY_EMBEDDINGS)),
        wrong("audio.voice", s -> s.addModalities(Modality.MODALITY_AUDIO)),
        wrong("service_tier", s -> s.setServiceTier("gold")),
        wrong("user", s -> s.setUser("u".repeat(257))),
        wrong("transforms[0]", s -> s.addTransforms("upside-down")),
        wrong("idempotency_key", s -> s.setIdempotencyKey("k".repeat(256))),
        wrong(
            "response_cache.ttl",
            s ->
                s.setResponseCache(
                    ResponseCacheOptions.newBuilder()
                        .setTtl(com.google.protobuf.Duration.newBuilder().setSeconds(86_401)))),
        wrong(
            "response_cache.ttl",
            s ->
                s.setResponseCache(
                    ResponseCacheOptions.newBuilder()
                        .setTtl(com.google.protobuf.Duration.newBuilder().setSeconds(-1)))),
        wrong(
            "reasoning.max_tokens",
            s -> s.setReasoning(ReasoningOptions.newBuilder().setMaxTokens(0))),
        wrong(
            "reasoning.max_tokens",
            s ->
                s.setMaxOutputTokens(100)
                    .setReasoning(ReasoningOptions.newBuilder().setMaxTokens(100))),
        wrong("extras.temperature", s -> s.putExtras("temperature", "1").setExtrasDialect("x")),
        wrong("extras.grammar", s -> s.putExtras("grammar", "{").setExtrasDialect("x")),
        wrong("extras_dialect", s -> s.setModel("acme/small").putExtras("grammar", "1")),
        wrong("messages[0].role", s -> s.setMessages(0, Specs.message(Role.ROLE_UNSPECIFIED, "x"))),
        wrong("messages[0].role", s -> s.getMessagesBuilder(0).setRoleValue(77), s -> s),
        wrong("messages[0].content", s -> s.getMessagesBuilder(0).clearContent(), s -> s),
        wrong("messages[0].name", s -> s.getMessagesBuilder(0).setName("n".repeat(65)), s -> s),
        wrong("messages[0].prefix", s -> s.getMessagesBuilder(0).setPrefix(true), s -> s),
        wrong("messages[0].refusal", s -> s.getMessagesBuilder(0).setRefusal("no"), s -> s),
        wrong("messages[0].content[1]", s -> s.getMessagesBuilder(0).addContentBuilder(), s -> s),
        wrong(
            "messages[0].content[0].image.url",
            s -> image(s, ImagePart.newBuilder().setUrl("ftp://example.com/cat.png"))),
        wrong("messages[0].content[0].image", s -> image(s, ImagePart.newBuilder())),
        wrong(
            "messages[0].content[0].image.media_type",
            s -> image(s, ImagePart.newBuilder().setData(ByteString.copyFromUtf8("x")))),
        wrong("messages[1].tool_call_id", s -> s.addMessages(Specs.message(Role.ROLE_TOOL, "42"))),
        wrong(
            "messages[1].tool_call_id",
            s -> s.addMessages(Specs.message(Role.ROLE_TOOL, "42").setToolCallId("call_9"))),
        wrong("tools[0]", s -> s.addToolsBuilder(), s -> s),
        wrong("tools[0].function.name", s -> function(s, FunctionTool.newBuilder().setName("a b"))),
        wrong(
            "tools[0].function.parameters_json",
            s -> function(s, FunctionTool.newBuilder().setName("f").setParametersJson("{"))),
        wrong(
            "tools[0].function.parameters_json",
            s -> function(s, FunctionTool.newBuilder().setName("f").setParametersJson("[]"))),
        wrong(
            "tools[0].function.parameters_json",
            s -> function(s, FunctionTool.newBuilder().setName("f").setParametersJson(deep(1000)))),
        wrong(
            "tools[1].function.name",
            s ->
                function(
                    function(s, FunctionTool.newBuilder().setName("f")),
                    FunctionTool.newBuilder().setName("f"))),
        wrong(
            "tool_choice.function_name",
            s -> s.setToolChoice(cambio.v1.ToolChoice.newBuilder().setFunctionName("f"))),
        wrong(
            "tool_choice.mode",
            s ->
                s.setToolChoice(
                    cambio.v1.ToolChoice.newBuilder().setMode(ToolMode.TOOL_MODE_REQUIRED))),
        wrong(
            "tool_choice.allowed",
            s ->
                s.setToolChoice(
                    cambio.v1.ToolChoice.newBuilder()
                        .setAllowed(AllowedTools.getDefaultInstance()))),
        wrong("output_format", s -> s.getOutputFormatBuilder(), s -> s),
        wrong(
            "output_format.json_schema",
            s -> s.getOutputFormatBuilder().getJsonSchemaBuilder(),
            s -> s),
        wrong(
            "output_format.json_schema.validate",
            s -> s.getOutputFormatBuilder().getJsonSchemaBuilder().setValidate(true),
            s -> s),
        wrong(
            "provider.ignore",
            s -> s.setProvider(ProviderPreferences.newBuilder().addOnly("a").addIgnore("a"))),
        wrong(
            "provider.quantizations[0]",
            s -> s.setProvider(ProviderPreferences.newBuilder().addQuantizations("fp7"))),
        wrong("provider.regions", s -> s.getProviderBuilder().addRegions("eu"), s -> s),
        wrong(
            "provider.max_price.input",
            s -> s.getProviderBuilder().setMaxPrice(MaxPrice.newBuilder().setInput("-1")),
            s -> s),
        wrong(
            "provider.max_price.output",
            s ->
                s.getProviderBuilder().setMaxPrice(MaxPrice.newBuilder().setOutput("0.0000000001")),
            s -> s),
        wrong(
            "provider.max_price.audio",
            s -> s.getProviderBuilder().setMaxPrice(MaxPrice.newBuilder().setAudio("0.0000000001")),
            s -> s),
        wrong(
            "provider.preferred_max_latency.p90",
            s -> s.getProviderBuilder().setPreferredMaxLatency(Percentiles.newBuilder().setP90(-1)),
            s -> s),
        wrong(
            "delivery.timeout",
            s ->
                s.setDelivery(
                    DeliveryOptions.newBuilder().setTimeout(Duration.newBuilder().setSeconds(-5)))),
        wrong(
            "delivery.keep_alive",
            s ->
                s.setDelivery(
                    DeliveryOptions.newBuilder()
                        .setKeepAlive(Duration.newBuilder().setNanos(1000)))));
  }

  private static Arguments wrong(String field, UnaryOperator<GenerationSpec.Builder> change) {
    return arguments(field, change);
  }

  /** For changes that are made through a nested builder. */
  private static Arguments wrong(
      String field,
      java.util.function.Function<GenerationSpec.Builder, Object> nested,
      UnaryOperator<GenerationSpec.Builder> then) {
    UnaryOperator<GenerationSpec.Builder> change =
        spec -> {
          Object unused = nested.apply(spec);
          return then.apply(spec);
        };
    return arguments(field, change);
  }

  private static GenerationSpec.Builder image(
      GenerationSpec.Builder spec, ImagePart.Builder image) {
    spec.getMessagesBuilder(0).getContentBuilder(0).setImage(image);
    return spec;
  }

  private static GenerationSpec.Builder function(
      GenerationSpec.Builder spec, FunctionTool.Builder function) {
    return spec.addTools(cambio.v1.Tool.newBuilder().setFunction(function));
  }

  private static String deep(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  @Test
  void everythingWrongIsNamedAtOnce() {
    GenerationSpec.Builder spec = Specs.hello().setTemperature(9).setN(0).setTopP(7);

    InvalidMessage refused = catchThrowableOfType(InvalidMessage.class, () -> read(spec));

    assertThat(refused.violations())
        .extracting(Violation::field)
        .containsExactly("n", "temperature", "top_p");
    assertThat(refused.violations().get(1).description()).isEqualTo("9.0 (expected: 0 to 2)");
  }

  @Test
  void whatTheRouterIsToDoBeforeItRoutesIsRead() {
    RouteWishes wishes =
        read(Specs.hello()
                .setPreset("careful")
                .addTransforms("middle-out")
                .setAuto(
                    cambio.v1.AutoOptions.newBuilder()
                        .setQualityTolerance(0.1)
                        .setCategory("maths")))
            .route()
            .wishes();
    assertThat(wishes.preset()).isEqualTo("careful");
    assertThat(wishes.middleOut()).isTrue();
    assertThat(wishes.auto().qualityTolerance()).isEqualTo(0.1);
    assertThat(wishes.auto().category()).isEqualTo("maths");
  }

  @Test
  void conversationWithToolsAndReasoningKeepsItsOrder() {
    GenerationSpec.Builder spec =
        Specs.hello()
            .addMessages(
                Specs.message(Role.ROLE_ASSISTANT, "Let me look.")
                    .addReasoningDetails(
                        ReasoningDetail.newBuilder().setText("Hm").setSignature("sig"))
                    .addToolCalls(
                        ToolCall.newBuilder()
                            .setId("call_1")
                            .setFunction(
                                FunctionCall.newBuilder()
                                    .setName("look")
                                    .setArgumentsJson("{ \"b\":1, \"a\":2 }"))))
            .addMessages(
                Specs.message(Role.ROLE_TOOL, "42").setToolCallId("call_1").setToolError(true));

    Message.Assistant assistant = (Message.Assistant) request(spec).messages().get(1);
    Message.ToolResult result = (Message.ToolResult) request(spec).messages().get(2);

    assertThat(assistant.content())
        .containsExactly(
            new ContentPart.Reasoning(ReasoningKind.TEXT, "Hm", "sig", null, null),
            ContentPart.text("Let me look."),
            new ContentPart.ToolCall("call_1", "look", "{ \"b\":1, \"a\":2 }", null, null));
    assertThat(result.error()).isTrue();
    assertThat(result.toolCallId()).isEqualTo("call_1");
  }

  @Test
  void jsonTextsArriveByteForByte() {
    String json = "{ \"z\": 1.50, \"a\": 12345678901234567890 }";
    GenerationSpec.Builder spec =
        function(Specs.hello(), FunctionTool.newBuilder().setName("f").setParametersJson(json));
    spec.getOutputFormatBuilder().setJsonSchema(JsonSchemaFormat.newBuilder().setSchemaJson(json));

    GenerationRequest read = request(spec);

    assertThat(((Tool.Function) read.tools().tools().getFirst()).parametersJson()).isEqualTo(json);
    assertThat(
            ((OutputFormat.JsonSchema) java.util.Objects.requireNonNull(read.output().format()))
                .schemaJson())
        .isEqualTo(json);
  }

  @Test
  void structuresBecomeJsonWithWholeNumbers() {
    Struct struct =
        Struct.newBuilder()
            .putFields("minimum", Value.newBuilder().setNumberValue(1).build())
            .build();
    GenerationSpec.Builder spec =
        function(Specs.hello(), FunctionTool.newBuilder().setName("f").setParameters(struct));

    assertThat(((Tool.Function) request(spec).tools().tools().getFirst()).parametersJson())
        .isEqualTo("{\"minimum\":1}");
  }

  @Test
  void picturesComeAsLinksBytesOrDataUrls() {
    GenerationSpec.Builder link =
        image(Specs.hello(), ImagePart.newBuilder().setUrl("https://example.com/cat.png"));
    GenerationSpec.Builder bytes =
        image(
            Specs.hello(),
            ImagePart.newBuilder()
                .setData(ByteString.copyFromUtf8("cat"))
                .setMediaType("image/png"));
    GenerationSpec.Builder data =
        image(Specs.hello(), ImagePart.newBuilder().setUrl("data:image/png;base64,Y2F0"));

    assertThat(source(link)).isEqualTo(new MediaSource.Url("https://example.com/cat.png"));
    assertThat(source(bytes)).isEqualTo(new MediaSource.Base64("image/png", "Y2F0"));
    assertThat(source(data)).isEqualTo(source(bytes));
  }

  private static MediaSource source(GenerationSpec.Builder spec) {
    return ((ContentPart.Image) request(spec).messages().getFirst().content().getFirst()).source();
  }

  @Test
  void dialectOfExtrasIsTheOnlyOneThatTheModelIsServedIn() {
    GenerationSpec.Builder spec = Specs.hello().putExtras("grammar", "\"root\"");

    assertThat(request(spec).extras().dialect()).isEqualTo("alpha");
    assertThat(request(spec).extras().members()).containsEntry("grammar", "\"root\"");
  }

  @Test
  void onlyNarrowsTheDialectsOfAnOpaquePart() {
    GenerationSpec.Builder spec =
        Specs.hello()
            .setModel("acme/small")
            .setProvider(ProviderPreferences.newBuilder().addOnly("corn"));
    spec.getMessagesBuilder(0)
        .addContentBuilder()
        .setOpaque(Opaque.newBuilder().setJson("{\"type\":\"x\"}"));

    assertThat(request(spec).messages().getFirst().content().get(1))
        .isEqualTo(new ContentPart.Opaque("beta", "{\"type\":\"x\"}"));
  }

  @Test
  void preferencesOfTheRouteAreRead() {
    GenerationSpec.Builder spec =
        Specs.hello()
            .addModels("acme/small")
            .setProvider(
                ProviderPreferences.newBuilder()
                    .addOrder("bolt")
                    .setAllowFallbacks(false)
                    .setZdr(true)
                    .setSort(SortPreference.newBuilder().setBy(SortBy.SORT_BY_LATENCY))
                    .setPreferredMaxLatency(Percentiles.newBuilder().setP50(1.5))
                    .setMaxPrice(MaxPrice.newBuilder().setInput("2.50").setAudio("9")));

    RoutePreferences preferences = read(spec).route().preferences();

    assertThat(read(spec).route().models()).containsExactly("acme/large", "acme/small");
    assertThat(preferences.order()).containsExactly("bolt");
    assertThat(preferences.allowFallbacks()).isFalse();
    assertThat(preferences.zdr()).isTrue();
    assertThat(preferences.preferredMaxLatency()).containsEntry("p50", 1.5);
    assertThat(String.valueOf(preferences.maxPrice().prompt())).isEqualTo("2.5");
    assertThat(String.valueOf(preferences.maxPrice().audio())).isEqualTo("9");
  }

  @Test
  void samplingReasoningAndCacheAreRead() {
    GenerationSpec.Builder spec =
        Specs.hello()
            .setSeed(Long.MIN_VALUE)
            .putLogitBias(7, -100)
            .setReasoning(
                ReasoningOptions.newBuilder()
                    .setEffort(cambio.v1.ReasoningEffort.REASONING_EFFORT_XHIGH))
            .setPromptCacheKey("k");
    spec.getMessagesBuilder(0).getContentBuilder(0).getCacheBuilder();
    spec.getCacheBuilder().getTtlBuilder().setSeconds(300);

    GenerationRequest read = request(spec);

    assertThat(read.sampling().seed()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.sampling().logitBias()).containsEntry("7", -100.0);
    assertThat(read.reasoning()).extracting(r -> r.effort()).isEqualTo(ReasoningEffort.XHIGH);
    assertThat(read.cache().key()).isEqualTo("k");
    assertThat(read.cache().automatic()).isEqualTo(new CacheHint(java.time.Duration.ofMinutes(5)));
    assertThat(read.messages().getFirst().content().getFirst().cacheHint())
        .isEqualTo(new CacheHint(null));
  }

  @Test
  void toolChoiceNamesAToolOfTheRequest() {
    GenerationSpec.Builder spec =
        function(Specs.hello(), FunctionTool.newBuilder().setName("f"))
            .setToolChoice(cambio.v1.ToolChoice.newBuilder().setFunctionName("f"));

    assertThat(request(spec).tools().choice()).isEqualTo(new ToolChoice.Named("f"));
  }

  @Test
  void whatIsLeftOutIsReported() {
    GenerationSpec.Builder spec =
        Specs.hello()
            .putMetadata("team", "blue")
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(9999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build());

    assertThat(read(spec).adjustments())
        .extracting(a -> a.parameter())
        .containsExactly("metadata", "#9999");
  }

  @Test
  void absentParametersStayAbsent() {
    GenerationRequest read = request(Specs.hello());

    assertThat(read).isEqualTo(GenerationRequest.of(read.messages()));
  }
}
