package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.EncodeContext;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.AudioOutput;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Modality;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Encoded;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestEncodingTest {

  private static final GenerationRequest PLAIN = GenerationRequest.of(List.of(Message.user("hi")));

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static UpstreamRequest sentTo(String base, String model, boolean stream) {
    EncodeContext context = Encoding.context(base, model);
    return new GeminiAdapter().encode(PLAIN.withStream(stream), context);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-x, false, /v1beta/models/gemini-x:generateContent",
    "gemini-x, true, /v1beta/models/gemini-x:streamGenerateContent?alt=sse",
    "tunedModels/my one, false, /v1beta/tunedModels/my%20one:generateContent",
    "a?b#c, false, /v1beta/models/a%3Fb%23c:generateContent"
  })
  void thePathIsTheModelsAtAiStudio(String model, boolean stream, String path) {
    assertThat(sentTo(Encoding.STUDIO, model, stream).path()).isEqualTo(path);
  }

  @Test
  void thePathIsThePublishersUnderALocation() {
    assertThat(sentTo(Encoding.VERTEX, "gemini-x", false).path())
        .isEqualTo(
            "/v1/projects/p/locations/global/publishers/google/models/gemini-x:generateContent");
    assertThat(sentTo(Encoding.VERTEX, "endpoints/12", false).path())
        .isEqualTo("/v1/projects/p/locations/global/endpoints/12:generateContent");
  }

  @Test
  void theKeyTravelsInGooglesHeader() {
    UpstreamRequest sent = sentTo(Encoding.STUDIO, "m", true);
    assertThat(sent.headers().first("x-goog-api-key")).isEqualTo("k");
    assertThat(sent.headers().first("authorization")).isNull();
    assertThat(sent.toString()).doesNotContain("k]").contains("POST");
  }

  @Test
  void everyOptionHasItsName() {
    GenerationRequest request =
        PLAIN
            .withSampling(
                new SamplingOptions(0.5, 0.9, 40, null, 0.1, 0.2, 0.3, null, 1L << 40, Map.of()))
            .withOutput(
                new OutputOptions(
                    100,
                    List.of("1", "2", "3", "4", "5", "6"),
                    2,
                    null,
                    true,
                    5,
                    List.of(Modality.TEXT, Modality.AUDIO),
                    new AudioOutput("Kore", "wav"),
                    null,
                    null));
    Encoded sent = Encoding.of(request);
    assertThat(sent.at("/generationConfig"))
        .isEqualTo(
            json(
                "{'temperature':0.5,'topP':0.9,'topK':40,'frequencyPenalty':0.2,"
                    + "'presencePenalty':0.3,'seed':256,'maxOutputTokens':100,"
                    + "'stopSequences':['1','2','3','4','5'],'candidateCount':2,"
                    + "'responseLogprobs':true,'logprobs':5,"
                    + "'responseModalities':['TEXT','AUDIO'],'speechConfig':{'voiceConfig':"
                    + "{'prebuiltVoiceConfig':{'voiceName':'Kore'}}}}"));
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("seed", "stop");
    assertThat(sent.adjusted(Adjustment.Kind.DROPPED)).containsExactly("min_p");
  }

  @Test
  void aBareRequestSaysNothingMore() {
    assertThat(Encoding.of(PLAIN).at(""))
        .isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}"));
  }

  @Test
  void schemasGoAsTheyAreOrAsTheSubset() {
    OutputFormat format =
        new OutputFormat.JsonSchema("n", "d", "{\"type\":\"object\",\"properties\":{}}", true);
    GenerationRequest request =
        PLAIN
            .withOutput(OutputOptions.none().withFormat(format))
            .withTools(
                new ToolOptions(
                    List.of(
                        new Tool.Opaque("gemini", "{\"googleSearch\":{}}"),
                        new Tool.Function("f", "does", "{\"type\":\"object\"}", true, null),
                        new Tool.Opaque("other", "{}"),
                        new Tool.Function("g", null, null, null, null)),
                    ToolChoice.REQUIRED,
                    null));
    Encoded raw = Encoding.of(request);
    assertThat(raw.at("/generationConfig"))
        .isEqualTo(
            json(
                "{'responseMimeType':'application/json','responseJsonSchema':"
                    + "{'type':'object','properties':{}}}"));
    assertThat(raw.at("/tools"))
        .isEqualTo(
            json(
                "[{'googleSearch':{}},{'functionDeclarations':[{'name':'f','description':'does',"
                    + "'parametersJsonSchema':{'type':'object'}},{'name':'g'}]}]"));
    assertThat(raw.adjusted(Adjustment.Kind.DROPPED)).containsExactly("tools", "tools.strict");
    Encoded subset = Encoding.of(request, "tool_schema", "subset", "output_schema", "subset");
    assertThat(subset.at("/generationConfig/responseSchema/type").asText()).isEqualTo("OBJECT");
    assertThat(subset.at("/tools/1/functionDeclarations/0/parameters"))
        .isEqualTo(json("{'type':'OBJECT'}"));
  }

  @Test
  void choicesAreModes() {
    assertThat(config(ToolChoice.AUTO)).isEqualTo(json("{'mode':'AUTO'}"));
    assertThat(config(ToolChoice.NONE)).isEqualTo(json("{'mode':'NONE'}"));
    assertThat(config(ToolChoice.REQUIRED)).isEqualTo(json("{'mode':'ANY'}"));
    assertThat(config(new ToolChoice.Named("f")))
        .isEqualTo(json("{'mode':'ANY','allowedFunctionNames':['f']}"));
    assertThat(
            config(
                new ToolChoice.Opaque(
                    "gemini", "{\"functionCallingConfig\":{\"mode\":\"VALIDATED\"}}")))
        .isEqualTo(json("{'mode':'VALIDATED'}"));
  }

  private static JsonNode config(ToolChoice choice) {
    return Encoding.of(PLAIN.withTools(new ToolOptions(List.of(), choice, null)))
        .at("/toolConfig/functionCallingConfig");
  }

  @Test
  void fixedMembersAndExtrasOfTheDialectAreSent() {
    GenerationRequest request =
        PLAIN.withExtras(new Extras("gemini", Map.of("labels", "{\"a\":\"b\"}")));
    Encoded sent =
        Encoding.of(
            request,
            "body.safetySettings",
            "[{\"category\":\"C\"}]",
            "config.mediaResolution",
            "\"LOW\"",
            "server_tool_calls",
            "true");
    assertThat(sent.at("/safetySettings/0/category").asText()).isEqualTo("C");
    assertThat(sent.at("/generationConfig/mediaResolution").asText()).isEqualTo("LOW");
    assertThat(sent.at("/toolConfig")).isEqualTo(json("{'includeServerSideToolInvocations':true}"));
    assertThat(sent.at("/labels/a").asText()).isEqualTo("b");
    Encoded twice = Encoding.of(PLAIN.withExtras(new Extras("gemini", Map.of("contents", "[]"))));
    assertThat(twice.adjusted(Adjustment.Kind.DROPPED)).containsExactly("contents");
    Encoded foreign = Encoding.of(PLAIN.withExtras(new Extras("other", Map.of("x", "1"))));
    assertThat(foreign.adjusted(Adjustment.Kind.DROPPED)).containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // effort, budget, enabled, exclude | options | thinkingConfig
        "HIGH, -, -, false, budget, {'thinkingBudget':24576;'includeThoughts':true}",
        "LOW, -, -, false, budget, {'thinkingBudget':13107;'includeThoughts':true}",
        "MINIMAL, -, -, true, budget, {'thinkingBudget':6553}",
        "NONE, -, -, false, budget, {'thinkingBudget':0}",
        "-, 512, -, false, budget, {'thinkingBudget':512;'includeThoughts':true}",
        "-, 99999, -, true, budget, {'thinkingBudget':24576}",
        "-, -, true, false, budget, {'thinkingBudget':-1;'includeThoughts':true}",
        "-, -, false, false, budget, {'thinkingBudget':0}",
        "-, -, -, false, budget, {'includeThoughts':true}",
        "-, -, -, true, budget, -",
        "XHIGH, -, -, false, level, {'thinkingLevel':'high';'includeThoughts':true}",
        "MEDIUM, -, -, true, level, {'thinkingLevel':'low'}",
        "NONE, -, -, false, level, {'thinkingLevel':'low'}",
        "-, 60000, -, false, level, {'thinkingLevel':'high';'includeThoughts':true}",
        "-, -, true, false, level, {'includeThoughts':true}",
        "HIGH, -, -, false, none, -"
      })
  void reasoningBecomesABudgetOrALevel(
      ReasoningEffort effort,
      Integer budget,
      Boolean enabled,
      boolean exclude,
      String how,
      String expected) {
    ReasoningOptions options = new ReasoningOptions(effort, budget, enabled, exclude, null);
    Encoded sent = Encoding.of(PLAIN.withReasoning(options), "reasoning", how);
    JsonNode config = sent.at("/generationConfig/thinkingConfig");
    if (expected == null) {
      assertThat(config.isMissingNode()).isTrue();
    } else {
      assertThat(config).isEqualTo(json(expected.replace(';', ',')));
    }
  }

  @Test
  void aBudgetThatTheModelCannotHaveIsReported() {
    Encoded sent =
        Encoding.of(
            PLAIN.withReasoning(ReasoningOptions.effort(ReasoningEffort.NONE)),
            "least_budget",
            "128");
    assertThat(sent.at("/generationConfig/thinkingConfig"))
        .isEqualTo(json("{'thinkingBudget':128}"));
    assertThat(sent.adjusted(Adjustment.Kind.CLAMPED)).containsExactly("reasoning");
  }
}
