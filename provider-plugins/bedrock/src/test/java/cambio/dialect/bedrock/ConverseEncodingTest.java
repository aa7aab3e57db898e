package cambio.dialect.bedrock;

import static cambio.dialect.bedrock.Encoding.REGION;
import static cambio.dialect.bedrock.Encoding.body;
import static cambio.dialect.bedrock.Encoding.encode;
import static cambio.dialect.bedrock.Encoding.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.CacheHint;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Json;
import cambio.wire.StructuredOutput;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConverseEncodingTest {

  private static final GenerationRequest HELLO = GenerationRequest.of(List.of(Message.user("hi")));
  private static final Message CALL =
      new Message.Assistant(
          List.of(new ContentPart.ToolCall("c|1", "f", "{\"a\":1}", null, null)),
          null,
          false,
          Extras.none());
  private static final Tool F = new Tool.Function("f", "", null, true, null);

  @Test
  void modelStandsInThePathAsEveryClientKeepsIt() {
    assertThat(encode(HELLO, endpoint("amazon.nova-lite-v1:0")).path())
        .isEqualTo("/model/amazon.nova-lite-v1:0/converse");
    assertThat(
            encode(
                    HELLO.withStream(true),
                    endpoint("arn:aws:bedrock:us-east-1:1:application-inference-profile/x"))
                .path())
        .isEqualTo(
            "/model/arn:aws:bedrock:us-east-1:1:application-inference-profile%2Fx/converse-stream");
  }

  @Test
  void profileOfTheRegionIsCalledElseTheGlobalOne() {
    String profiles = "eu.m.x-v1:0,global.m.x-v1:0,us.m.x-v2:0,us.m.x-v1:0,apac.m.x-v1:0";
    Map<String, String> options = Map.of("inference_profiles", profiles);
    assertThat(model("us-west-2", options)).isEqualTo("us.m.x-v1:0");
    assertThat(model("eu-central-1", options)).isEqualTo("eu.m.x-v1:0");
    assertThat(model("ap-northeast-1", options)).isEqualTo("apac.m.x-v1:0");
    assertThat(model("sa-east-1", options)).isEqualTo("global.m.x-v1:0");
    assertThat(model("us-west-2", Map.of())).isEqualTo("m.x-v1:0");
    assertThat(
            model("us-west-2", Map.of("inference_profiles", profiles, "profile_scope", "global")))
        .isEqualTo("global.m.x-v1:0");
    assertThat(model("sa-east-1", Map.of("inference_profiles", "us.m.x-v1:0")))
        .isEqualTo("m.x-v1:0");
  }

  @Test
  void regionIsReadFromTheHostAndSigningNeedsOne() {
    EndpointSpec known = endpoint("m");
    assertThat(
            encode(HELLO, without(known, "https://bedrock-runtime.eu-west-1.amazonaws.com"))
                .headers()
                .first("authorization"))
        .contains("/eu-west-1/bedrock/");
    EndpointSpec proxy = without(known, "http://proxy.internal:8080/aws");
    assertThatThrownBy(() -> encode(HELLO, proxy))
        .isInstanceOfSatisfying(
            FailureException.class, e -> assertThat(e.failure().message()).contains("region"));
    assertThat(encode(HELLO, proxy, new Credential.ApiKey(Secret.of("k"))).path())
        .isEqualTo("/aws/model/m/converse");
  }

  private static EndpointSpec without(EndpointSpec known, String url) {
    return new EndpointSpec(
        "endpoint",
        "provider",
        "m",
        URI.create(url),
        known.auth(),
        null,
        null,
        null,
        known.quirks());
  }

  private static String model(String region, Map<String, String> options) {
    String path = encode(HELLO, endpoint("m.x-v1:0", region, options)).path();
    return path.substring("/model/".length(), path.length() - "/converse".length());
  }

  @Test
  void awsKeysSignAndApiKeysTravelAsBearers() {
    UpstreamRequest signed = encode(HELLO, endpoint("m"));
    assertThat(signed.headers().first("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/" + REGION + "/bedrock/")
        .contains("SignedHeaders=content-type;host;x-amz-date,")
        .doesNotContain("secret");
    UpstreamRequest bearer =
        encode(HELLO, endpoint("m"), new Credential.ApiKey(Secret.of("bedrock-key")));
    assertThat(bearer.headers().first("authorization")).isEqualTo("Bearer bedrock-key");
    assertThat(bearer.headers().first("x-amz-date")).isNull();
    assertThatThrownBy(() -> encode(HELLO, endpoint("m"), Credential.NONE))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROVIDER_CREDENTIALS));
  }

  @Test
  void rolesTakeTurnsAndResultsStandTogether() {
    JsonNode body =
        body(
            GenerationRequest.of(
                    List.of(
                        Message.system("be brief"),
                        Message.user("a"),
                        Message.user("b"),
                        CALL,
                        Message.toolResult("c|1", "one"),
                        new Message.ToolResult(
                            "c2", List.of(ContentPart.text("bad")), null, true, Extras.none()),
                        Message.user("go on")))
                .withTools(new ToolOptions(List.of(F), null, null)));
    assertThat(body.path("system")).isEqualTo(Json.parse("[{\"text\":\"be brief\"}]"));
    assertThat(body.path("messages"))
        .isEqualTo(
            Json.parse(
                """
                [{"role":"user","content":[{"text":"a"},{"text":"b"}]},
                 {"role":"assistant","content":[
                  {"toolUse":{"toolUseId":"c_1","name":"f","input":{"a":1}}}]},
                 {"role":"user","content":[
                  {"toolResult":{"toolUseId":"c_1","content":[{"text":"one"}]}},
                  {"toolResult":{"toolUseId":"c2","content":[{"text":"bad"}],"status":"error"}},
                  {"text":"go on"}]}]\
                """));
    assertThat(body.path("toolConfig"))
        .isEqualTo(
            Json.parse(
                """
                {"tools":[{"toolSpec":{"name":"f",
                 "inputSchema":{"json":{"type":"object","properties":{}}}}}]}\
                """));
  }

  @Test
  void assistantNeverBeginsAndBlankTextIsLeftOut() {
    JsonNode body =
        body(
            GenerationRequest.of(
                List.of(Message.assistant("Hello!"), Message.user(" "), Message.user("hi"))));
    assertThat(body.at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(body.at("/messages/2/content")).isEqualTo(Json.parse("[{\"text\":\"hi\"}]"));
  }

  @Test
  void conversationWithCallsKeepsToolsEvenWhereNoneAreOfferedOrWanted() {
    GenerationRequest history =
        GenerationRequest.of(List.of(Message.user("a"), CALL, Message.toolResult("c|1", "one")));
    assertThat(body(history).at("/toolConfig/tools/0/toolSpec/name").asText()).isEqualTo("f");
    UpstreamRequest none =
        encode(
            history.withTools(new ToolOptions(List.of(F), ToolChoice.NONE, null)), endpoint("m"));
    JsonNode sent = Json.parse(none.body());
    assertThat(sent.at("/toolConfig/tools")).hasSize(1);
    assertThat(sent.path("toolConfig").has("toolChoice")).isFalse();
    assertThat(none.adjustments()).extracting(Adjustment::parameter).contains("tool_choice");
    JsonNode fresh = body(HELLO.withTools(new ToolOptions(List.of(F), ToolChoice.NONE, null)));
    assertThat(fresh.has("toolConfig")).isFalse();
  }

  @Test
  void toolChoicesAreSaidInTheDialect() {
    assertThat(choice(ToolChoice.AUTO)).isEqualTo(Json.parse("{\"auto\":{}}"));
    assertThat(choice(ToolChoice.REQUIRED)).isEqualTo(Json.parse("{\"any\":{}}"));
    assertThat(choice(new ToolChoice.Named("f")))
        .isEqualTo(Json.parse("{\"tool\":{\"name\":\"f\"}}"));
  }

  private static JsonNode choice(ToolChoice choice) {
    return body(HELLO.withTools(new ToolOptions(List.of(F), choice, null)))
        .at("/toolConfig/toolChoice");
  }

  @Test
  void mediaHaveTheDialectsFormats() {
    JsonNode body =
        body(
            GenerationRequest.of(
                List.of(
                    new Message.User(
                        List.of(
                            new ContentPart.Image(
                                new MediaSource.Base64("image/jpg", "aaaa"), null, null),
                            new ContentPart.Video(new MediaSource.Url("s3://bucket/v.3gp"), null),
                            new ContentPart.File(
                                new MediaSource.Base64("application/pdf", "JVBERi"),
                                "Q3: report.pdf",
                                null),
                            new ContentPart.File(
                                new MediaSource.Base64("text/x-log", "bbbb"),
                                "Q3: report.log",
                                null)),
                        null,
                        Extras.none()))));
    assertThat(body.at("/messages/0/content"))
        .isEqualTo(
            Json.parse(
                """
                [{"image":{"format":"jpeg","source":{"bytes":"aaaa"}}},
                 {"video":{"format":"three_gp",
                  "source":{"s3Location":{"uri":"s3://bucket/v.3gp"}}}},
                 {"document":{"format":"pdf","name":"Q3- report","source":{"bytes":"JVBERi"}}},
                 {"document":{"format":"txt","name":"Q3- report (2)","source":{"bytes":"bbbb"}}},
                 {"text":"See the document."}]\
                """));
  }

  @Test
  void linkThatTheProviderCannotFetchIsRefused() {
    GenerationRequest request =
        GenerationRequest.of(
            List.of(
                new Message.User(
                    List.of(
                        new ContentPart.Image(
                            new MediaSource.Url("https://example.com/a.png"), null, null)),
                    null,
                    Extras.none())));
    assertThatThrownBy(() -> body(request))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
              assertThat(e.failure().field()).isEqualTo("messages.content");
            });
  }

  @Test
  void cacheHintsBecomeCachePointsOfWhichFourAreTaken() {
    CacheHint hour = new CacheHint(Duration.ofHours(1));
    List<ContentPart> parts =
        List.of(
            new ContentPart.Text("1", new CacheHint(null)),
            new ContentPart.Text("2", new CacheHint(Duration.ofMinutes(5))),
            new ContentPart.Text("3", hour),
            new ContentPart.Text("4", hour),
            new ContentPart.Text("5", hour));
    UpstreamRequest sent =
        encode(
            GenerationRequest.of(List.of(new Message.User(parts, null, Extras.none()))),
            endpoint("m"));
    assertThat(Json.parse(sent.body()).at("/messages/0/content"))
        .isEqualTo(
            Json.parse(
                """
                [{"text":"1"},
                 {"text":"2"},{"cachePoint":{"type":"default","ttl":"5m"}},
                 {"text":"3"},{"cachePoint":{"type":"default","ttl":"1h"}},
                 {"text":"4"},{"cachePoint":{"type":"default","ttl":"1h"}},
                 {"text":"5"},{"cachePoint":{"type":"default","ttl":"1h"}}]\
                """));
    assertThat(sent.adjustments()).extracting(Adjustment::parameter).contains("cache_control");
  }

  @Test
  void automaticCachingMarksToolsInstructionsAndTheLastUserTurns() {
    JsonNode body =
        body(
            GenerationRequest.of(List.of(Message.system("s"), Message.user("u")))
                .withTools(new ToolOptions(List.of(F), null, null))
                .withCache(new CacheOptions(null, new CacheHint(null))));
    assertThat(body.at("/system/1").has("cachePoint")).isTrue();
    assertThat(body.at("/messages/0/content/1").has("cachePoint")).isTrue();
    assertThat(body.at("/toolConfig/tools/1").has("cachePoint")).isTrue();
  }

  @Test
  void endpointMayAlwaysCacheUnlessTheCallerSaysNone() {
    GenerationRequest silent =
        GenerationRequest.of(List.of(Message.system("s"), Message.user("u")));
    GenerationRequest none = silent.withCache(new CacheOptions(null, CacheHint.OFF));
    EndpointSpec always = endpoint("m", "us-east-1", Map.of("cache", "always"));
    assertThat(new String(encode(silent, always).body(), StandardCharsets.UTF_8))
        .contains("cachePoint");
    assertThat(new String(encode(none, always).body(), StandardCharsets.UTF_8))
        .doesNotContain("cachePoint");
  }

  @Test
  void reasoningIsSaidInTheFamilysOwnWords() {
    assertThat(fields("thinking", ReasoningOptions.budget(2000)))
        .isEqualTo(Json.parse("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}"));
    assertThat(fields("reasoning_config", ReasoningOptions.effort(ReasoningEffort.HIGH)))
        .isEqualTo(
            Json.parse("{\"reasoning_config\":{\"type\":\"enabled\",\"budget_tokens\":3276}}"));
    assertThat(fields("adaptive", ReasoningOptions.effort(ReasoningEffort.LOW)))
        .isEqualTo(
            Json.parse(
                "{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}"));
    assertThat(fields("nova", ReasoningOptions.effort(ReasoningEffort.XHIGH)))
        .isEqualTo(
            Json.parse(
                "{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}"));
    assertThat(fields("effort", ReasoningOptions.effort(ReasoningEffort.MEDIUM)))
        .isEqualTo(Json.parse("{\"reasoning_effort\":\"medium\"}"));
    assertThat(fields("effort_object", ReasoningOptions.effort(ReasoningEffort.HIGH)))
        .isEqualTo(Json.parse("{\"reasoning\":{\"effort\":\"high\"}}"));
    assertThat(
            fields("effort_object", ReasoningOptions.effort(ReasoningEffort.NONE)).isMissingNode())
        .isTrue();
    assertThat(fields("thinking", ReasoningOptions.effort(ReasoningEffort.NONE)))
        .isEqualTo(Json.parse("{\"thinking\":{\"type\":\"disabled\"}}"));
    assertThat(fields("none", ReasoningOptions.effort(ReasoningEffort.HIGH)).isMissingNode())
        .isTrue();
  }

  private static JsonNode fields(String family, ReasoningOptions options) {
    return Json.parse(
            encode(HELLO.withReasoning(options), endpoint("m", REGION, Map.of("reasoning", family)))
                .body())
        .path("additionalModelRequestFields");
  }

  @Test
  void sealedReasoningGoesBackToItsOwnFamilyOnly() {
    List<ContentPart> parts =
        List.of(
            new ContentPart.Reasoning(ReasoningKind.TEXT, "t", "sig", null, "anthropic-claude-v1"),
            new ContentPart.Reasoning(
                ReasoningKind.ENCRYPTED, "EuYBCkQ=", null, null, "anthropic-claude-v1"),
            new ContentPart.Reasoning(ReasoningKind.TEXT, "unsealed", null, null, null),
            ContentPart.text("a"));
    GenerationRequest request =
        GenerationRequest.of(
            List.of(
                Message.user("q"),
                new Message.Assistant(parts, null, false, Extras.none()),
                Message.user("r")));
    Map<String, String> claude = Map.of("reasoning_format", "anthropic-claude-v1");
    assertThat(
            Json.parse(encode(request, endpoint("m", REGION, claude)).body())
                .at("/messages/1/content"))
        .isEqualTo(
            Json.parse(
                """
                [{"reasoningContent":{"reasoningText":{"text":"t","signature":"sig"}}},
                 {"reasoningContent":{"redactedContent":"RXVZQkNrUT0="}},
                 {"text":"a"}]\
                """));
    UpstreamRequest other = encode(request, endpoint("m"));
    assertThat(Json.parse(other.body()).at("/messages/1/content")).hasSize(1);
    assertThat(other.adjustments())
        .extracting(Adjustment::parameter)
        .contains("messages.reasoning");
  }

  @Test
  void schemaIsAskedForByTheMemberOrByATool() {
    OutputOptions wanted =
        OutputOptions.none()
            .withFormat(new OutputFormat.JsonSchema("s", null, "{\"type\":\"object\"}", true));
    JsonNode member = body(HELLO.withOutput(wanted));
    assertThat(member.at("/outputConfig/textFormat"))
        .isEqualTo(
            Json.parse(
                """
                {"type":"json_schema","structure":{"jsonSchema":
                 {"name":"s","schema":"{\\"type\\":\\"object\\"}"}}}\
                """));
    UpstreamRequest tool =
        encode(
            HELLO.withOutput(wanted), endpoint("m", REGION, Map.of("structured_output", "tool")));
    JsonNode sent = Json.parse(tool.body());
    assertThat(sent.has("outputConfig")).isFalse();
    assertThat(sent.at("/toolConfig/toolChoice/tool/name").asText())
        .isEqualTo(StructuredOutput.TOOL);
    assertThat(tool.adjustments()).extracting(Adjustment::kind).contains(Adjustment.Kind.EMULATED);
  }

  @Test
  void labelsFixedMembersAndExtrasTravel() {
    GenerationRequest request =
        HELLO
            .withLabels(new CallerLabels(null, Map.of("team", "a b", "bad", "ü"), "flex"))
            .withSampling(
                new SamplingOptions(1.5, 0.5, 7, null, null, null, null, null, null, Map.of()))
            .withExtras(
                new Extras(
                    "bedrock-converse",
                    Map.of(
                        "additionalModelRequestFields", "{\"x\":1}",
                        "performanceConfig", "{\"latency\":\"optimized\"}")));
    UpstreamRequest sent =
        encode(
            request,
            endpoint(
                "m",
                REGION,
                Map.of(
                    "top_k", "nova",
                    "fields.y", "2",
                    "body.guardrailConfig", "{\"guardrailIdentifier\":\"g\"}")));
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            Json.parse(
                """
                {"messages":[{"role":"user","content":[{"text":"hi"}]}],
                 "inferenceConfig":{"temperature":1,"topP":0.5},
                 "requestMetadata":{"team":"a b"},"serviceTier":{"type":"flex"},
                 "guardrailConfig":{"guardrailIdentifier":"g"},
                 "performanceConfig":{"latency":"optimized"},
                 "additionalModelRequestFields":{"inferenceConfig":{"topK":7},"y":2,"x":1}}\
                """));
    assertThat(sent.adjustments())
        .extracting(Adjustment::parameter)
        .containsExactlyInAnyOrder("temperature", "metadata");
  }

  @Test
  void instructionsJoinTheUsersWordsWhereTheModelTakesNoOthers() {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.system("s"), Message.user("u")));
    UpstreamRequest sent = encode(request, endpoint("m", REGION, Map.of("system", "user")));
    JsonNode body = Json.parse(sent.body());
    assertThat(body.has("system")).isFalse();
    assertThat(body.at("/messages/0/content"))
        .isEqualTo(Json.parse("[{\"text\":\"s\"},{\"text\":\"u\"}]"));
    assertThat(sent.adjustments()).extracting(Adjustment::kind).contains(Adjustment.Kind.EMULATED);
  }

  @Test
  void limitOfTokensOutweighsTheHighestEffort() {
    UpstreamRequest sent =
        encode(
            HELLO
                .withReasoning(ReasoningOptions.effort(ReasoningEffort.HIGH))
                .withOutput(OutputOptions.none().withMaxTokens(500)),
            endpoint("m", REGION, Map.of("reasoning", "nova")));
    JsonNode body = Json.parse(sent.body());
    assertThat(body.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(500);
    assertThat(body.at("/additionalModelRequestFields/reasoningConfig/maxReasoningEffort").asText())
        .isEqualTo("medium");
    assertThat(sent.adjustments()).extracting(Adjustment::kind).contains(Adjustment.Kind.CLAMPED);
  }

  @Test
  void modelThatThinksTakesNoForcedToolAndNoOwnSampling() {
    GenerationRequest thinking =
        HELLO
            .withReasoning(ReasoningOptions.budget(2048))
            .withSampling(
                new SamplingOptions(0.2, 0.5, null, null, null, null, null, null, null, Map.of()));
    Map<String, String> claude = Map.of("reasoning", "thinking");
    UpstreamRequest free = encode(thinking, endpoint("m", REGION, claude));
    assertThat(Json.parse(free.body()).has("inferenceConfig")).isFalse();
    assertThat(free.adjustments())
        .extracting(Adjustment::parameter)
        .containsExactlyInAnyOrder("temperature", "top_p");
    UpstreamRequest forced =
        encode(
            thinking.withTools(new ToolOptions(List.of(F), ToolChoice.REQUIRED, null)),
            endpoint("m", REGION, claude));
    assertThat(Json.parse(forced.body()).has("additionalModelRequestFields")).isFalse();
    assertThat(forced.adjustments()).extracting(Adjustment::parameter).contains("reasoning");
  }

  @Test
  void partsAndToolsOfOtherDialectsAreReportedAsDropped() {
    GenerationRequest request =
        GenerationRequest.of(
                List.of(
                    new Message.User(
                        List.of(
                            ContentPart.text("a"),
                            new ContentPart.Opaque("acme-chat", "{\"x\":1}")),
                        "bob",
                        Extras.none())))
            .withTools(new ToolOptions(List.of(new Tool.Opaque("acme-chat", "{}")), null, null))
            .withExtras(new Extras("acme-chat", Map.of("speed", "1")));
    UpstreamRequest sent = encode(request, endpoint("m"));
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}]}"));
    assertThat(sent.adjustments())
        .extracting(Adjustment::parameter)
        .containsExactlyInAnyOrder("messages.content", "messages.name", "tools", "speed");
  }

  @Test
  void argumentsThatAreNoObjectAreWrapped() {
    GenerationRequest request =
        GenerationRequest.of(
            List.of(
                Message.user("a"),
                new Message.Assistant(
                    List.of(
                        new ContentPart.ToolCall("c1", "f", "{\"cut", null, null),
                        new ContentPart.ToolCall("c2", "f", "", null, null)),
                    null,
                    false,
                    Extras.none()),
                Message.toolResult("c1", ""),
                Message.toolResult("c2", "2")));
    JsonNode body = body(request);
    assertThat(body.at("/messages/1/content/0/toolUse/input/arguments").asText())
        .isEqualTo("{\"cut");
    assertThat(body.at("/messages/1/content/1/toolUse/input")).isEmpty();
    assertThat(body.at("/messages/2/content/0/toolResult/content")).isEmpty();
  }

  @Test
  void tableFollowsTheEndpointsOptions() {
    ConverseAdapter adapter = new ConverseAdapter();
    assertThat(adapter.parameters(endpoint("m")).of(Parameter.REASONING))
        .isEqualTo(ParameterSupport.DROPPED);
    assertThat(
            adapter
                .parameters(endpoint("m", REGION, Map.of("reasoning", "nova")))
                .of(Parameter.REASONING))
        .isEqualTo(ParameterSupport.RENAMED);
    assertThat(adapter.parameters(endpoint("m")).of(Parameter.LOGPROBS).honoured()).isFalse();
  }
}
