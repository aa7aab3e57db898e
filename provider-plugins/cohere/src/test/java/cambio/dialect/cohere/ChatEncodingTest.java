package cambio.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment.Kind;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
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
import cambio.testkit.Encoded;
import cambio.testkit.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What callers of other dialects say becomes what this one takes, and what is lost is reported. */
class ChatEncodingTest {

  private static final GenerationRequest HELLO = GenerationRequest.of(List.of(Message.user("hi")));
  private static final OutputFormat SCHEMA =
      new OutputFormat.JsonSchema("s", null, "{\"type\":\"object\"}", true);

  @Test
  void plainTextIsAString() {
    Encoded sent = Encoding.of(HELLO);
    assertThat(sent.body())
        .isEqualTo(
            Json.parse(
                "{\"model\":\"command-x\",\"stream\":false,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
    assertThat(sent.sent().path()).isEqualTo("/v2/chat");
    assertThat(sent.sent().headers().first("authorization")).isEqualTo("Bearer k");
  }

  @Test
  void samplingIsRenamedAndKeptInRange() {
    Encoded sent =
        Encoding.of(
            HELLO.withSampling(
                new SamplingOptions(
                    1.5, 1.0, 900, null, null, -1.0, 0.5, null, -7L, Map.of("1", 2.0))));
    assertThat(sent.at("/temperature").doubleValue()).isEqualTo(1.5);
    assertThat(sent.at("/p").doubleValue()).isEqualTo(0.99);
    assertThat(sent.at("/k").intValue()).isEqualTo(500);
    assertThat(sent.at("/frequency_penalty").intValue()).isZero();
    assertThat(sent.at("/presence_penalty").doubleValue()).isEqualTo(0.5);
    assertThat(sent.at("/seed").longValue()).isEqualTo(-7L & Long.MAX_VALUE);
    assertThat(sent.adjusted(Kind.CLAMPED))
        .containsExactlyInAnyOrder("top_p", "top_k", "frequency_penalty", "seed");
    assertThat(sent.adjusted(Kind.DROPPED)).containsExactly("logit_bias");
  }

  @Test
  void stopTextsAreAtMostFive() {
    OutputOptions output =
        new OutputOptions(
            9,
            List.of("a", "b", "c", "d", "e", "f"),
            2,
            null,
            true,
            3,
            List.of(),
            null,
            null,
            null);
    Encoded sent = Encoding.of(HELLO.withOutput(output));
    assertThat(sent.at("/stop_sequences")).hasSize(5);
    assertThat(sent.at("/max_tokens").intValue()).isEqualTo(9);
    assertThat(sent.at("/logprobs").booleanValue()).isTrue();
    assertThat(sent.adjusted(Kind.DROPPED)).containsExactlyInAnyOrder("n", "top_logprobs");
  }

  @Test
  void namedFunctionBecomesTheOnlyOne() {
    Encoded sent = Encoding.of(HELLO.withTools(tools(new ToolChoice.Named("g"), false)));
    assertThat(sent.at("/tools")).hasSize(1);
    assertThat(sent.at("/tools/0/function/name").textValue()).isEqualTo("g");
    assertThat(sent.at("/tools/0/function/parameters/type").textValue()).isEqualTo("object");
    assertThat(sent.at("/tool_choice").textValue()).isEqualTo("REQUIRED");
    assertThat(sent.adjusted(Kind.EMULATED)).containsExactly("tool_choice");
    assertThat(sent.adjusted(Kind.DROPPED))
        .containsExactly("parallel_tool_calls", "parallel_tool_calls");
  }

  @Test
  void strictToolsAreSentWhereTheEndpointTakesThem() {
    ToolOptions strict =
        new ToolOptions(List.of(new Tool.Function("f", "d", "{}", true, null)), null, null);
    assertThat(Encoding.of(HELLO.withTools(strict)).adjusted(Kind.DROPPED))
        .containsExactly("tools.strict");
    assertThat(Encoding.of(HELLO.withTools(strict), "strict_tools", "true").at("/strict_tools"))
        .isEqualTo(Json.parse("true"));
  }

  @Test
  void formatGivesWayToTools() {
    OutputOptions json = OutputOptions.none().withFormat(SCHEMA);
    assertThat(Encoding.of(HELLO.withOutput(json)).at("/response_format"))
        .isEqualTo(Json.parse("{\"type\":\"json_object\",\"json_schema\":{\"type\":\"object\"}}"));
    Encoded withTools = Encoding.of(HELLO.withOutput(json).withTools(tools(null, null)));
    assertThat(withTools.body().has("response_format")).isFalse();
    assertThat(withTools.adjusted(Kind.DROPPED)).containsExactly("response_format");
  }

  @Test
  void effortIsAShareOfTheLimit() {
    OutputOptions most = OutputOptions.none().withMaxTokens(10_000);
    GenerationRequest asked =
        HELLO.withOutput(most).withReasoning(ReasoningOptions.effort(ReasoningEffort.HIGH));
    assertThat(Encoding.of(asked).at("/thinking"))
        .isEqualTo(Json.parse("{\"type\":\"enabled\",\"token_budget\":8000}"));
    Encoded switched = Encoding.of(asked, "reasoning", "switch");
    assertThat(switched.at("/thinking")).isEqualTo(Json.parse("{\"type\":\"enabled\"}"));
    assertThat(switched.adjusted(Kind.DROPPED)).containsExactly("reasoning");
    Encoded none = Encoding.of(asked, "reasoning", "none");
    assertThat(none.body().has("thinking")).isFalse();
    assertThat(none.adjusted(Kind.DROPPED)).containsExactly("reasoning");
    assertThat(
            Encoding.of(HELLO.withReasoning(ReasoningOptions.effort(ReasoningEffort.NONE)))
                .at("/thinking"))
        .isEqualTo(Json.parse("{\"type\":\"disabled\"}"));
    assertThat(
            Encoding.of(HELLO.withReasoning(ReasoningOptions.budget(77)))
                .at("/thinking/token_budget")
                .intValue())
        .isEqualTo(77);
  }

  @Test
  void reasoningGoesBackWhereItIsItsOwn() {
    Message before =
        new Message.Assistant(
            List.of(
                reasoning("thought", Reasonings.THOUGHT_FORMAT),
                reasoning("plan", Reasonings.PLAN_FORMAT),
                reasoning("foreign", "anthropic-claude-v1"),
                ContentPart.text(""),
                new ContentPart.ToolCall("c", "f", "", null, null)),
            null,
            false,
            Extras.none());
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.user("q"), before, Message.toolResult("c", "r")));
    Encoded sent = Encoding.of(request);
    assertThat(sent.at("/messages/1"))
        .isEqualTo(
            Json.parse(
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":"
                    + "\"thought\"}],\"tool_plan\":\"plan\",\"tool_calls\":[{\"id\":\"c\",\"type\":"
                    + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));
    assertThat(sent.adjusted(Kind.DROPPED)).containsExactly("messages.reasoning");
    assertThat(Encoding.of(request, "reasoning", "none").at("/messages/1").has("content"))
        .isFalse();
  }

  @Test
  void textFilesBecomeDocumentsAndPicturesStay() {
    GenerationRequest request =
        GenerationRequest.of(
            List.of(
                new Message.User(
                    List.of(
                        file("text/plain; charset=utf-8", "aGVsbG8=", "a.txt"),
                        file(null, "iVBORw0KGgo=", "b.png"),
                        new ContentPart.Opaque(
                            "cohere-v2", "{\"type\":\"document\",\"document\":\"bare\"}"),
                        ContentPart.text("What?")),
                    "someone",
                    Extras.none())));
    Encoded sent = Encoding.of(request);
    assertThat(sent.at("/documents"))
        .isEqualTo(Json.parse("[{\"id\":\"a.txt\",\"data\":{\"text\":\"hello\"}},\"bare\"]"));
    assertThat(sent.at("/messages/0/content"))
        .isEqualTo(
            Json.parse(
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                    + "\"data:image/png;base64,iVBORw0KGgo=\"}},"
                    + "{\"type\":\"text\",\"text\":\"What?\"}]"));
    assertThat(sent.adjusted(Kind.DROPPED)).containsExactly("messages.name");
  }

  @Test
  void whatCannotBeSaidIsRefusedByName() {
    for (ContentPart part :
        List.of(
            file("application/pdf", "JVBERi0=", "a.pdf"),
            new ContentPart.Audio(new MediaSource.Base64("audio/wav", "AA=="), "wav", null),
            new ContentPart.Image(new MediaSource.FileId("f"), null, null))) {
      GenerationRequest request =
          GenerationRequest.of(List.of(new Message.User(List.of(part), null, Extras.none())));
      assertThatThrownBy(() -> Encoding.of(request))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                assertThat(e.failure().field()).isEqualTo("messages.content");
              });
    }
  }

  @Test
  void messageToBeContinuedIsLeftOutAndReported() {
    GenerationRequest request =
        GenerationRequest.of(
            List.of(
                Message.user("q"),
                new Message.Assistant(
                    List.of(ContentPart.text("The")), null, true, Extras.none())));
    Encoded sent = Encoding.of(request);
    assertThat(sent.at("/messages")).hasSize(1);
    assertThat(sent.adjusted(Kind.DROPPED)).containsExactly("prefix");
  }

  private static ToolOptions tools(@Nullable ToolChoice choice, @Nullable Boolean parallel) {
    return new ToolOptions(
        List.of(
            new Tool.Function("f", null, "{\"type\":\"object\"}", null, null),
            new Tool.Function("g", null, null, null, null)),
        choice,
        parallel);
  }

  private static ContentPart reasoning(String text, String format) {
    return new ContentPart.Reasoning(ReasoningKind.TEXT, text, null, null, format);
  }

  private static ContentPart file(@Nullable String type, String base64, String name) {
    return new ContentPart.File(new MediaSource.Base64(type, base64), name, null);
  }
}
