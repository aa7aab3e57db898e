package cambio.server.surface.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.money.TokenRate;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.router.plan.RouteWishes;
import cambio.router.plan.RouteWishes.AutoSettings;
import cambio.spi.Adjustment;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestReaderTest {

  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

  static ChatRequest read(String json) {
    return ChatRequestReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static ChatRequest with(String members) {
    return read("{\"model\":\"m\"," + HELLO + (members.isEmpty() ? "" : "," + members) + "}");
  }

  private static ReasoningOptions reasoning(String members) {
    return Objects.requireNonNull(with(members).request().reasoning());
  }

  private static Message message(String json) {
    return read("{\"model\":\"m\",\"messages\":[" + json + "]}").request().messages().getLast();
  }

  private static void assertRefused(String json, String... fragments) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
              assertThat(e.failure().message()).contains(fragments);
            });
  }

  @Nested
  class Whole {

    @Test
    void smallestRequestSaysNothingElse() {
      ChatRequest read = with("");
      assertThat(read.route().models()).containsExactly("m");
      assertThat(read.request().messages()).containsExactly(Message.user("hello"));
      assertThat(read.request().parameters()).isEmpty();
      assertThat(read.request().reasoning()).isNull();
      assertThat(read.request().extras().isEmpty()).isTrue();
      assertThat(read.options().ignored()).isEmpty();
    }

    @Test
    void nullMeansAbsent() {
      ChatRequest read =
          with(
              """
              "temperature":null,"max_tokens":null,"stop":null,"tools":null,"tool_choice":null,\
              "response_format":null,"stream":null,"stream_options":null,"metadata":null,\
              "provider":null,"models":null,"reasoning":null,"logit_bias":null,"unheard_of":null,\
              "cache_control":null,"audio":null,"modalities":null,"plugins":null,"usage":null\
              """);
      assertThat(read.request()).isEqualTo(with("").request());
      assertThat(read.route()).isEqualTo(with("").route());
      assertThat(read.options().ignored()).isEmpty();
    }

    @Test
    void unknownMembersTravelByteForByte() {
      ChatRequest read =
          with("\"web_search_options\": {\"b\" : 1.0e2,\n\"a\":[ ]},\"Temperature\":\"warm\"");
      assertThat(read.request().extras().dialect()).isEqualTo("openai-chat");
      assertThat(read.request().extras().members())
          .containsEntry("web_search_options", "{\"b\" : 1.0e2,\n\"a\":[ ]}")
          .containsEntry("Temperature", "\"warm\"");
      assertThat(read.request().sampling().temperature()).isNull();
    }

    @Test
    void promptStandsForOneUserMessage() {
      assertThat(read("{\"model\":\"m\",\"prompt\":\"hello\"}").request().messages())
          .containsExactly(Message.user("hello"));
    }

    @Test
    void fallbackModelsFollowTheModel() {
      assertThat(with("\"models\":[\"a\",\"m\",\"b\"]").route().models())
          .containsExactly("m", "a", "b");
      assertThat(read("{\"models\":[\"a\",\"b\"]," + HELLO + "}").route().models())
          .containsExactly("a", "b");
    }

    @Test
    void everyScalarHasItsPlace() {
      var request =
          with("""
          "temperature":0.5,"top_p":0.9,"top_k":40,"top_a":0.1,"min_p":0.05,\
          "frequency_penalty":-1,"presence_penalty":1.5,"repetition_penalty":1.1,\
          "seed":9223372036854775807,"logit_bias":{"50256":-100},"max_tokens":7,\
          "stop":"END","n":2,"logprobs":true,"top_logprobs":3,"verbosity":"low",\
          "user":"u","metadata":{"k":"v"},"service_tier":"flex","stream":true,\
          "prompt_cache_key":"key","parallel_tool_calls":false\
          """)
              .request();
      assertThat(request.sampling().temperature()).isEqualTo(0.5);
      assertThat(request.sampling().seed()).isEqualTo(Long.MAX_VALUE);
      assertThat(request.sampling().logitBias()).containsEntry("50256", -100.0);
      assertThat(request.output().maxTokens()).isEqualTo(7);
      assertThat(request.output().stop()).containsExactly("END");
      assertThat(request.output().choices()).isEqualTo(2);
      assertThat(request.labels().metadata()).containsEntry("k", "v");
      assertThat(request.cache().key()).isEqualTo("key");
      assertThat(request.tools().parallel()).isFalse();
      assertThat(request.stream()).isTrue();
      assertThat(request.parameters()).hasSizeGreaterThan(17);
    }

    @Test
    void whatTheRouterIsToDoBeforeItRoutesIsRead() {
      RouteWishes wishes =
          with("""
          "transforms":["middle-out"],"preset":"mine","auto":{"quality_tolerance":0.1,\
          "allowed_models":["openai/*"],"category":"maths"}\
          """)
              .route()
              .wishes();
      assertThat(wishes)
          .isEqualTo(
              new RouteWishes(
                  "mine", true, new AutoSettings(0.1, List.of("openai/*"), List.of(), "maths")));
      assertThat(
              with("""
              "plugins":[{"id":"context-compression","engine":"middle-out"}]\
              """)
                  .route()
                  .wishes()
                  .middleOut())
          .isTrue();
      assertThat(with("\"user\":\"u\"").route().wishes()).isSameAs(RouteWishes.none());
    }

    @Test
    void whatTheRouterDoesNotActOnIsNamed() {
      assertThat(
              with("""
              "transforms":["middle-out"],"plugins":[{"id":"web"}],"trace":{"trace_id":"t"},\
              "reasoning":{"mode":"pro"}\
              """)
                  .options()
                  .ignored())
          .extracting(Adjustment::parameter)
          .containsExactly("plugins[0]", "trace", "reasoning.mode");
    }

    @Test
    void sessionAndUsageAreForTheDoor() {
      ChatOptions options =
          with("""
          "session_id":"s","stream_options":{"include_usage":true,\
          "include_obfuscation":false},"usage":{"include":true}\
          """)
              .options();
      assertThat(options.sessionId()).isEqualTo("s");
      assertThat(options.includeUsage()).isTrue();
      assertThat(options.ignored()).isEmpty();
    }
  }

  @Nested
  class Messages {

    @Test
    void everyKindOfPartIsRead() {
      Message message =
          message(
              """
              {"role":"user","name":"ann","content":[
                {"type":"text","text":"look","cache_control":{"type":"ephemeral","ttl":"1h"}},
                {"type":"image_url","image_url":{"url":"https://x/y.png","detail":"low"}},
                {"image_url":{"url":"data:image/png;base64,AAAA"},"type":"image_url"},
                {"type":"input_audio","input_audio":{"data":"BBBB","format":"wav"}},
                {"type":"video_url","video_url":{"url":"https://x/y.mp4"}},
                {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}},
                {"type":"file","file":{"file_id":"file-1"}}]}\
              """);
      assertThat(message.content())
          .containsExactly(
              new ContentPart.Text("look", new CacheHint(Duration.ofHours(1))),
              new ContentPart.Image(new MediaSource.Url("https://x/y.png"), "low", null),
              new ContentPart.Image(new MediaSource.Base64("image/png", "AAAA"), null, null),
              new ContentPart.Audio(new MediaSource.Base64(null, "BBBB"), "wav", null),
              new ContentPart.Video(new MediaSource.Url("https://x/y.mp4"), null),
              new ContentPart.File(
                  new MediaSource.Base64("application/pdf", "CCCC"), "a.pdf", null),
              new ContentPart.File(new MediaSource.FileId("file-1"), null, null));
      assertThat(((Message.User) message).name()).isEqualTo("ann");
    }

    @Test
    void assistantsPartsStandInTheModelsOrder() {
      Message message =
          message(
              """
              {"role":"assistant","content":"so","tool_calls":[{"id":"c","type":"function",
               "function":{"name":"f","arguments":"{\\"b\\":1, \\"a\\":2}"}}],
               "reasoning":"hm","reasoning_details":[
                 {"type":"reasoning.text","text":"hm","signature":"sig","format":"x","index":0},
                 {"type":"reasoning.encrypted","data":"DDDD","id":"r"}],
               "audio":{"id":"a"},"annotations":[]}\
              """);
      assertThat(message.content())
          .containsExactly(
              new ContentPart.Reasoning(ReasoningKind.TEXT, "hm", "sig", null, "x"),
              new ContentPart.Reasoning(ReasoningKind.ENCRYPTED, "DDDD", null, "r", null),
              ContentPart.text("so"),
              new ContentPart.ToolCall("c", "f", "{\"b\":1, \"a\":2}", null, null));
      assertThat(message.extras().members()).containsOnlyKeys("audio", "annotations");
    }

    @Test
    void plainReasoningComesUnderEitherName() {
      ContentPart reasoning = new ContentPart.Reasoning(ReasoningKind.TEXT, "hm", null, null, null);
      assertThat(message("{\"role\":\"assistant\",\"reasoning_content\":\"hm\"}").content())
          .containsExactly(reasoning);
      assertThat(
              message("{\"role\":\"assistant\",\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}")
                  .content())
          .containsExactly(reasoning);
    }

    @Test
    void sealedToolCallComesBackWithItsSeal() {
      Message message =
          message(
              """
              {"role":"assistant","tool_calls":[{"id":"c","type":"function",
               "function":{"name":"f","arguments":"{}"}}],
               "reasoning_details":[{"type":"reasoning.encrypted","id":"c","data":"seal"}]}\
              """);
      assertThat(message.content())
          .containsExactly(new ContentPart.ToolCall("c", "f", "{}", "seal", null));
    }

    @Test
    void toolResultFollowsItsCall() {
      Message message =
          message(
              """
              {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f",\
              "arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"42"}\
              """);
      assertThat(message).isEqualTo(Message.toolResult("c", "42"));
    }

    @Test
    void customToolCallTravelsAsItIs() {
      String call =
          "{\"id\":\"c\",\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"input\":\"x\"}}";
      Message message =
          message(
              "{\"role\":\"assistant\",\"tool_calls\":["
                  + call
                  + "]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"42\"}");
      assertThat(message).isInstanceOf(Message.ToolResult.class);
      assertThat(
              message("{\"role\":\"assistant\",\"tool_calls\":[" + call + "]}").extras().members())
          .containsEntry("tool_calls", "[" + call + "]");
    }

    @Test
    void markOnAMessageStandsAfterItsLastPart() {
      assertThat(
              message(
                      "{\"role\":\"system\",\"cache_control\":{\"type\":\"ephemeral\"},\"content\":\"x\"}")
                  .content())
          .containsExactly(new ContentPart.Text("x", new CacheHint(null)));
    }
  }

  @Nested
  class ToolsAndFormats {

    @Test
    void schemaStaysByteForByte() {
      String schema = "{ \"z\":1e0, \"properties\":{\"b\":{},\"a\":{}} }";
      var tools =
          with("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
                  + schema
                  + ",\"strict\":true}},{\"type\":\"web\",\"x\":1}],\"tool_choice\":"
                  + "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}")
              .request()
              .tools();
      assertThat(tools.tools())
          .containsExactly(
              new Tool.Function("f", null, schema, true, null),
              new Tool.Opaque("openai-chat", "{\"type\":\"web\",\"x\":1}"));
      assertThat(tools.choice()).isEqualTo(new ToolChoice.Named("f"));
    }

    @Test
    void toolChoiceOfAnotherKindIsKeptRaw() {
      String choice = "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\"}}";
      assertThat(with("\"tool_choice\":" + choice).request().tools().choice())
          .isEqualTo(new ToolChoice.Opaque("openai-chat", choice));
    }

    @Test
    void jsonSchemaIsReadWithItsName() {
      assertThat(
              with("""
              "response_format":{"json_schema":{"schema":{"type" : "object"},"name":"n",\
              "strict":true},"type":"json_schema"}\
              """)
                  .request()
                  .output()
                  .format())
          .isEqualTo(new OutputFormat.JsonSchema("n", null, "{\"type\" : \"object\"}", true));
    }
  }

  @Nested
  class Routing {

    @Test
    void providerObjectIsReadWhole() {
      var preferences =
          with("""
          "provider":{"order":["a/b"],"only":["a","c"],"ignore":["d"],\
          "allow_fallbacks":false,"require_parameters":true,"data_collection":"deny",\
          "zdr":true,"enforce_distillable_text":true,"quantizations":["fp8","bf16"],\
          "sort":{"by":"throughput","partition":"none"},"preferred_min_throughput":50,\
          "preferred_max_latency":{"p90":2.5,"p99":4},\
          "max_price":{"prompt":1,"completion":"2.5","request":0.01,"image":"0.02","audio":12}}\
          """)
              .route()
              .preferences();
      assertThat(preferences.order()).containsExactly("a/b");
      assertThat(preferences.only()).containsExactly("a", "c");
      assertThat(preferences.ignore()).containsExactly("d");
      assertThat(preferences.allowFallbacks()).isFalse();
      assertThat(preferences.requireParameters()).isTrue();
      assertThat(preferences.denyDataCollection()).isTrue();
      assertThat(preferences.zdr()).isTrue();
      assertThat(preferences.distillableOnly()).isTrue();
      assertThat(preferences.quantizations()).containsExactly("fp8", "bf16");
      assertThat(preferences.sort()).isEqualTo(new Sort(Sort.By.THROUGHPUT, true));
      assertThat(preferences.preferredMinThroughput()).containsEntry("p50", 50.0).hasSize(1);
      assertThat(preferences.preferredMaxLatency()).containsEntry("p99", 4.0).hasSize(2);
      assertThat(preferences.maxPrice().prompt()).isEqualTo(TokenRate.perMillion("1"));
      assertThat(preferences.maxPrice().completion()).isEqualTo(TokenRate.perMillion("2.5"));
      assertThat(preferences.maxPrice().request()).isEqualTo(Money.parse("0.01"));
      assertThat(preferences.maxPrice().image()).isEqualTo(Money.parse("0.02"));
      assertThat(preferences.maxPrice().audio()).isEqualTo(TokenRate.perMillion("12"));
    }

    @Test
    void sortMayBeAWord() {
      assertThat(with("\"provider\":{\"sort\":\"price\"}").route().preferences().sort())
          .isEqualTo(new Sort(Sort.By.PRICE, false));
    }

    @Test
    void effortComesUnderEitherName() {
      assertThat(reasoning("\"reasoning_effort\":\"xhigh\"").effort())
          .isEqualTo(ReasoningEffort.XHIGH);
      assertThat(reasoning("\"reasoning\":{\"effort\":\"low\"}").effort())
          .isEqualTo(ReasoningEffort.LOW);
      assertThat(reasoning("\"reasoning\":{\"max_tokens\":9}").maxTokens()).isEqualTo(9);
      assertThat(reasoning("\"include_reasoning\":false").exclude()).isTrue();
    }
  }

  @Nested
  class Refusals {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            "max_tokens":-1                          | max_tokens: -1 (expected: an integer from 1 to 2147483647)
            "max_tokens":0                           | max_tokens: 0 (expected: an integer from 1
            "max_tokens":2147483648                  | max_tokens: 2147483648 (expected
            "max_tokens":9223372036854775808         | max_tokens: 9223372036854775808 (expected
            "max_tokens":1.5                         | max_tokens: 1.5 (expected: an integer
            "max_tokens":"7"                         | max_tokens: "7" (expected: an integer
            "max_tokens":7,"max_completion_tokens":8 | max_completion_tokens: 8 (expected: the same
            "temperature":2.1                        | temperature: 2.1 (expected: a number from 0 to 2)
            "temperature":"hot"                      | temperature: "hot" (expected: a number
            "top_p":-0.1                             | top_p: -0.1 (expected
            "n":0                                    | n: 0 (expected: an integer from 1 to 128)
            "n":true                                 | n: true (expected
            "stream":"yes"                           | stream: "yes" (expected: true or false)
            "stop":[1]                               | stop[0]: 1 (expected: a text)
            "stop":{}                                | stop: an object (expected: an array)
            "logit_bias":{"5":101}                   | logit_bias.5: 101 (expected
            "seed":9223372036854775808               | seed: 9223372036854775808 (expected
            "tools":{}                               | tools: an object (expected: an array)
            "tools":[{"type":"function"}]            | tools[0].function.name: missing
            "tools":[{"function":{"name":"f","parameters":"{}"}}] | tools[0].function.parameters: "{}" (expected: a JSON schema
            "tool_choice":"maybe"                    | tool_choice: "maybe" (expected one of none, auto, required)
            "response_format":{"type":"yaml"}        | response_format.type: "yaml" (expected one of text,
            "response_format":{"type":"json_schema"} | response_format.json_schema.name: missing
            "model":5                                | twice
            "models":["a","b","c","d"]               | models: 4 items ('models' array must have 3 items or fewer)
            "metadata":{"a":1}                       | metadata.a: 1 (expected: a text)
            "preset":" "                             | preset: "" (expected: a slug
            "transforms":["upside-down"]             | transforms[0]: "upside-down" (expected one of middle-out)
            "auto":{"quality_tolerance":1.5}         | auto.quality_tolerance: 1.5 (expected: a number from 0 to 1)
            "auto":{"category":"cooking"}            | auto.category: "cooking" (expected one of programming
            "provider":{"only":["a"],"ignore":["a"]} | provider.ignore: "a" also stands in provider.only
            "provider":{"max_price":{"prompt":"cheap"}} | provider.max_price.prompt: "cheap" (expected: USD
            "provider":{"preferred_max_latency":{"p90":-1}} | provider.preferred_max_latency.p90: -1 (expected
            "reasoning_effort":"huge"                | reasoning_effort: "huge" (expected one of none, minimal
            "reasoning":{"effort":"low","max_tokens":5} | reasoning: both effort and max_tokens
            "reasoning":{"effort":"low"},"reasoning_effort":"high" | reasoning_effort: "high" (expected: the same
            "cache_control":{"type":"forever"}       | cache_control.type: "forever" (expected one of ephemeral
            "provider":[]                            | provider: an array (expected: an object)
            "provider":{"order":5}                   | provider.order: 5 (expected: an array)
            "provider":{"only":["a"],"ignore":["a"]} | provider.ignore: "a" also stands in provider.only
            "provider":{"data_collection":"maybe"}   | provider.data_collection: "maybe" (expected one of allow, deny)
            "provider":{"quantizations":["fp9"]}     | provider.quantizations[0]: "fp9" (expected one of int4
            "provider":{"sort":"luck"}               | provider.sort: "luck" (expected one of price
            "provider":{"preferred_max_latency":{"p42":1}} | provider.preferred_max_latency.p42
            "provider":{"preferred_max_latency":-1}  | provider.preferred_max_latency: -1 (expected
            "provider":{"max_price":{"prompt":"cheap"}} | provider.max_price.prompt: "cheap" (expected: USD
            "provider":{"max_price":{"prompt":-1}}   | provider.max_price.prompt: -1 (expected: USD
            "provider":{"max_price":{"audio":1e-16}} | provider.max_price.audio: 1e-16 (expected: USD
            "provider":{"max_price":{"image":1e99999999}} | provider.max_price.image: 1e99999999 (expected: USD
            "session_id":5                           | session_id: 5 (expected: a text)
            """)
    void nameTheMember(String members, String message) {
      assertRefused("{\"model\":\"m\"," + HELLO + "," + members + "}", message);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            {"role":"usr","content":"x"}      | messages[0].role: "usr" (expected one of system, developer, user, assistant, tool)
            {"content":"x"}                   | messages[0].role: missing
            {"role":5}                        | messages[0].role: 5 (expected: a text)
            "hello"                           | messages[0]: "hello" (expected: a message
            {"role":"user"}                   | messages[0].content: missing
            {"role":"user","content":null}    | messages[0].content: missing
            {"role":"user","content":[]}      | messages[0].content: [] (expected
            {"role":"user","content":7}       | messages[0].content: 7 (expected: a text or an array of parts)
            {"role":"user","content":[{"type":"imag"}]} | messages[0].content[0].type: "imag" (expected one of text, image_url
            {"role":"user","content":[{"text":"x"}]}    | messages[0].content[0].type: missing (expected one of
            {"role":"user","content":[{"type":"text"}]} | messages[0].content[0].text: missing
            {"role":"user","content":[{"type":"image_url","image_url":{}}]} | messages[0].content[0].image_url.url: missing
            {"role":"user","content":[5]}     | messages[0].content[0]: 5 (expected: a part
            {"role":"user","content":"\\ud800x"} | messages[0].content: the text has a lone surrogate
            {"role":"user","Content":"x"}     | messages[0].content: missing
            {"role":"assistant"}              | messages[0].content: missing
            {"role":"user","content":"x","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]} | messages[0].tool_calls: of role user
            {"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":{}}}]} | messages[0].tool_calls[0].function.arguments: an object (expected: a text)
            {"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]} | messages[0].tool_calls[0].id: missing
            {"role":"tool","content":"42"}    | messages[0].tool_call_id: missing
            {"role":"tool","content":"42","tool_call_id":"c"} | messages[0].tool_call_id: "c" answers no tool call
            """)
    void nameThePlaceInAMessage(String messages, String expected) {
      assertRefused("{\"model\":\"m\",\"messages\":[" + messages + "]}", expected);
    }

    @Test
    void missingParts() {
      assertRefused("{\"model\":\"m\"}", "messages: missing");
      assertRefused("{\"model\":\"m\",\"messages\":[]}", "messages: [] (expected: at least one");
      assertRefused("", "The body is empty");
      assertRefused("   ", "The body: nothing (expected: a JSON object)");
      assertRefused("[]", "The body: an array (expected: a JSON object)");
      assertRefused("\"x\"", "expected: a JSON object");
    }

    @Test
    void malformedJsonNamesLineAndColumn() {
      assertRefused(
          "{\"model\":\"m\",\n  \"messages\": [,]}", "not valid JSON (line 2, column 16)");
      assertRefused("{\"model\":\"m\"", "not valid JSON");
      assertRefused("{\"model\":\"m\"," + HELLO + "} {}", "second JSON value");
      assertRefused("{\"model\":\"m\"," + HELLO + "} x", "not valid JSON");
      assertRefused("{\"temperature\":NaN}", "not valid JSON");
    }

    @Test
    void malformedJsonDoesNotQuoteThePrompt() {
      assertThatThrownBy(() -> read("{\"model\": verysecret }"))
          .hasMessageNotContaining("verysecret");
    }

    @Test
    void duplicateMembersAtAnyDepth() {
      assertRefused("{\"model\":\"m\",\"model\":\"n\"," + HELLO + "}", "\"model\" twice");
      assertRefused(
          "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"content\":\"b\"}]}",
          "\"content\" twice");
      assertRefused(
          "{\"model\":\"m\"," + HELLO + ",\"unheard_of\":{\"a\":1,\"a\":2}}", "\"a\" twice");
    }

    @Test
    void deepNestingAnywhere() {
      String deep = "[".repeat(1000) + "]".repeat(1000);
      assertRefused("{\"model\":\"m\"," + HELLO + ",\"x\":" + deep + "}", "nested deeper than 200");
      assertRefused(deep, "expected: a JSON object");
      assertRefused("{\"messages\":" + deep + "}", "messages[0]: an array (expected: a message");
    }

    @Test
    void bytesThatAreNoUtf8() {
      byte[] body = ("{\"model\":\"m\"," + HELLO + "}").getBytes(StandardCharsets.UTF_8);
      body[body.length - 6] = (byte) 0xff;
      assertThatThrownBy(() -> ChatRequestReader.read(body)).isInstanceOf(FailureException.class);
    }

    @Test
    void manyUnknownMembersDoNotGrowTheReportWithoutBound() {
      StringBuilder provider = new StringBuilder("\"provider\":{");
      for (int i = 0; i < 1000; i++) {
        provider.append(i == 0 ? "" : ",").append("\"u").append(i).append("\":1");
      }
      assertThat(with(provider + "}").options().ignored()).hasSize(50);
    }

    @Test
    void failureCarriesTheFieldByItself() {
      assertThatThrownBy(() -> with("\"temperature\":3"))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().field()).isEqualTo("temperature"));
    }
  }
}
