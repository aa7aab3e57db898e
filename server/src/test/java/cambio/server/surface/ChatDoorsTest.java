package cambio.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.execution.AnswerSink;
import cambio.server.execution.CacheMark;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.RateLimitState;
import cambio.server.execution.ResponseCacheOptions;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.SourceFrame;
import cambio.spi.event.SourceFrame.Member;
import cambio.spi.event.SourceFrame.Patch;
import cambio.spi.event.TokenLogprob;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatDoorsTest {

  private static final String OPENAI = "/v1/chat/completions";
  private static final String OPENROUTER = "/api/v1/chat/completions";
  private static final String HELLO =
      "{\"model\":\"acme/large\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String HELLO_STREAM =
      HELLO.substring(0, HELLO.length() - 1) + ",\"stream\":true}";
  private static final String HELLO_USAGE =
      HELLO.substring(0, HELLO.length() - 1)
          + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  private final OpenAiSchemas schemas = OpenAiSchemas.load();
  private DoorServer doors;

  @BeforeAll
  void start() {
    doors = new DoorServer();
  }

  @AfterAll
  void stop() {
    doors.close();
  }

  private static BiConsumer<GenerationCall, AnswerSink> answer(GenerationEvent... events) {
    return (call, sink) -> {
      sink.committed(DoorFixtures.head(call));
      List.of(events).forEach(sink::event);
      sink.completed(DoorFixtures.summary());
    };
  }

  private static final Finished STOP = new Finished(0, FinishReason.STOP, "end_turn");

  private static final GenerationEvent[] EVERYTHING = {
    ReasoningDelta.text(0, "hm "),
    new ReasoningDelta(0, 0, ReasoningKind.TEXT, "yes", "sig", null, "f1"),
    new ContentDelta(0, "Grüße "),
    new ContentDelta(0, "\"\\\n\ud83d"),
    new ContentDelta(0, "\ude00"),
    new LogprobsReported(
        0,
        false,
        List.of(
            new TokenLogprob(
                "G", -0.5, List.of(71), List.of(new TokenLogprob("H", -1, null, List.of()))))),
    new AnnotationAdded(
        0,
        "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\",\"title\":\"t\",\"start_index\":0,\"end_index\":1}}"),
    new ToolCallDelta(0, 0, "call_1", "f", "", "seal"),
    new ToolCallDelta(0, 0, null, null, "{\"a\":"),
    new ToolCallDelta(0, 0, null, null, "1}"),
    new ToolCallDelta(0, 1, "call_2", "g", "{}"),
    new Finished(0, FinishReason.TOOL_CALL, "tool_use"),
  };

  private static final String SAFE = "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}";
  private static final GenerationEvent[] FILTERED = {
    new FilterReported(null, SAFE),
    new ContentDelta(0, "Hi"),
    new FilterReported(0, "{\"hate\":{\"filtered\":false},\"violence\":{\"filtered\":false}}"),
    new FilterReported(0, "{\"hate\":{\"filtered\":true,\"severity\":\"high\"}}"),
    new Finished(0, FinishReason.CONTENT_FILTER, "content_filter"),
  };

  @Nested
  class ResponseCache {

    @Test
    void headersAreReadAndTheMarkIsShown() throws Exception {
      for (String door : List.of(OPENAI, OPENROUTER)) {
        DoorServer own = new DoorServer();
        own.engine.next((call, sink) -> {
          sink.committed(
              DoorFixtures.head(call)
                  .marked(
                      new CacheMark(
                          CacheMark.Status.COALESCED,
                          "gen_0",
                          Duration.ofSeconds(3),
                          Duration.ofSeconds(297))));
          sink.event(STOP);
          sink.completed(DoorFixtures.summary());
        });
        HttpResponse<String> response =
            own.post(
                door,
                HELLO,
                "x-openrouter-cache",
                "true",
                "x-openrouter-cache-ttl",
                "86400",
                "x-openrouter-cache-clear",
                "TRUE",
                "x-cambio-cache-coalesce",
                "false",
                "x-openrouter-metadata",
                "enabled");
        assertThat(own.engine.lastCall().delivery().cache())
            .isEqualTo(new ResponseCacheOptions(true, Duration.ofDays(1), true, false));
        assertThat(header(response, "x-openrouter-cache-status")).isEqualTo("HIT");
        assertThat(header(response, "x-openrouter-cache-age")).isEqualTo("3");
        assertThat(header(response, "x-openrouter-cache-ttl")).isEqualTo("297");
        assertThat(header(response, "x-openrouter-cache-source-id")).isEqualTo("gen_0");
        JsonNode cache = Json.parse(response.body()).at("/openrouter_metadata/cache");
        assertThat(cache)
            .isEqualTo(
                Json.parse(
                    "{\"status\":\"coalesced\",\"source_id\":\"gen_0\",\"age\":3,\"ttl\":297}"));
        own.close();
      }
    }

    @Test
    void whoSaysNothingGetsNothing() throws Exception {
      try (DoorServer own = new DoorServer()) {
        own.engine.next(answer(STOP));
        HttpResponse<String> response = own.post(OPENAI, HELLO);
        assertThat(own.engine.lastCall().delivery().cache()).isNull();
        assertThat(response.headers().firstValue("x-openrouter-cache-status")).isEmpty();
      }
    }

    @ParameterizedTest
    @CsvSource({
      "x-openrouter-cache-ttl, -1",
      "x-openrouter-cache-ttl, 0",
      "x-openrouter-cache-ttl, 86401",
      "x-openrouter-cache-ttl, 1e3",
      "x-openrouter-cache-ttl, 99999999999999999999",
      "x-openrouter-cache, yes",
      "x-openrouter-cache-clear, 1",
      "x-cambio-cache-coalesce, no",
    })
    void aWrongHeaderIsNamed(String name, String value) {
      for (String door : List.of(OPENAI, OPENROUTER)) {
        HttpResponse<String> response = doors.post(door, HELLO, name, value);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parse(response.body()).at("/error/message").asText())
            .startsWith(name + ": ")
            .contains(value);
      }
    }

    private static String header(HttpResponse<String> response, String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  @Nested
  class Whole {

    @Test
    void openAiAnswerIsThePublishedOne() {
      doors.engine.next(answer(EVERYTHING));
      HttpResponse<String> response = doors.post(OPENAI, HELLO, "x-request-id", "mine-1");
      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode body = Json.parse(response.body());
      schemas.assertValid("CreateChatCompletionResponse", body);
      assertThat(body.fieldNames())
          .toIterable()
          .containsExactly("id", "object", "created", "model", "choices", "usage");
      JsonNode message = body.at("/choices/0/message");
      assertThat(message.path("content").asText()).isEqualTo("Grüße \"\\\n😀");
      assertThat(message.path("reasoning_content").asText()).isEqualTo("hm yes");
      assertThat(message.at("/reasoning_details/0/signature").asText()).isEqualTo("sig");
      assertThat(message.at("/reasoning_details/1/data").asText()).isEqualTo("seal");
      assertThat(message.at("/reasoning_details/1/id").asText()).isEqualTo("call_1");
      assertThat(message.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{\"a\":1}");
      assertThat(message.at("/tool_calls/1/id").asText()).isEqualTo("call_2");
      assertThat(message.at("/annotations/0/url_citation/url").asText()).isEqualTo("u");
      assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
      assertThat(body.at("/choices/0/logprobs/content/0/top_logprobs/0/token").asText())
          .isEqualTo("H");
      assertThat(body.path("usage").toString())
          .isEqualTo(
              """
              {"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,\
              "prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":10,"audio_tokens":0},\
              "completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":0,\
              "accepted_prediction_tokens":0,"rejected_prediction_tokens":0},"cost":1.23E-7}\
              """);
      assertThat(response.body()).contains("\"cost\":0.000000123");
      assertThat(response.headers().firstValue("x-request-id")).contains("mine-1");
      assertThat(response.headers().firstValue("x-generation-id"))
          .contains(body.path("id").asText());
      assertThat(response.headers().firstValue("x-cambio-model")).contains("acme/large");
      assertThat(response.headers().firstValue("x-cambio-provider")).contains("north");
      assertThat(response.headers().firstValue("x-cambio-cost")).contains("0.000000123");
      assertThat(response.headers().firstValue("x-ratelimit-remaining-requests")).contains("59");
    }

    @Test
    void openRouterAnswerHasItsOwnMembers() {
      doors.engine.next(answer(EVERYTHING));
      JsonNode body = Json.parse(doors.post(OPENROUTER, HELLO).body());
      assertThat(body.path("provider").asText()).isEqualTo("North AI");
      assertThat(body.at("/choices/0/native_finish_reason").asText()).isEqualTo("tool_use");
      assertThat(body.at("/choices/0/message/reasoning").asText()).isEqualTo("hm yes");
      assertThat(body.at("/usage/is_byok").asBoolean(true)).isFalse();
      assertThat(body.at("/usage/cost_details/upstream_inference_completions_cost").decimalValue())
          .isEqualByComparingTo("0.000000023");
      assertThat(body.at("/usage/cost_details/upstream_inference_prompt_cost").decimalValue())
          .isEqualByComparingTo("0.0000001");
      assertThat(body.has("openrouter_metadata")).isFalse();
    }

    @Test
    void metadataComesWhenItIsAskedFor() {
      doors.engine.next(answer(new ContentDelta(0, "x"), STOP));
      String request = HELLO.substring(0, HELLO.length() - 1) + ",\"plugins\":[{\"id\":\"web\"}]}";
      JsonNode metadata =
          Json.parse(doors.post(OPENROUTER, request, "X-OpenRouter-Metadata", "enabled").body())
              .path("openrouter_metadata");
      assertThat(metadata.path("attempt").asInt()).isEqualTo(2);
      assertThat(metadata.at("/attempts/0/status").asInt()).isEqualTo(529);
      assertThat(metadata.at("/attempts/1/status").asInt()).isEqualTo(200);
      assertThat(metadata.at("/endpoints/total").asInt()).isEqualTo(3);
      assertThat(metadata.at("/endpoints/available/1/selected").asBoolean()).isTrue();
      assertThat(metadata.at("/exclusions/0/filter").asText()).isEqualTo("zdr");
      assertThat(metadata.at("/adjustments/0/parameter").asText()).isEqualTo("top_k");
      assertThat(metadata.at("/adjustments/1/parameter").asText()).isEqualTo("plugins[0]");
    }

    @Test
    void severalChoicesKeepApart() {
      doors.engine.next(
          answer(
              new ContentDelta(1, "b"),
              new ContentDelta(0, "a"),
              STOP,
              new Finished(1, FinishReason.LENGTH, null)));
      JsonNode body = Json.parse(doors.post(OPENAI, HELLO).body());
      schemas.assertValid("CreateChatCompletionResponse", body);
      assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("a");
      assertThat(body.at("/choices/1/message/content").asText()).isEqualTo("b");
      assertThat(body.at("/choices/1/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void filterResultsStandWhereAzuresClientsLookForThem() {
      for (String path : List.of(OPENAI, OPENROUTER)) {
        doors.engine.next(answer(FILTERED));
        JsonNode body = Json.parse(doors.post(path, HELLO).body());
        assertThat(body.path("prompt_filter_results").toString())
            .isEqualTo("[{\"prompt_index\":0,\"content_filter_results\":" + SAFE + "}]");
        assertThat(body.at("/choices/0/content_filter_results").toString())
            .isEqualTo(
                "{\"hate\":{\"filtered\":true,\"severity\":\"high\"},\"violence\":{\"filtered\":false}}");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
      }
    }

    @Test
    void refusalTakesThePlaceOfContent() {
      doors.engine.next(answer(new RefusalDelta(0, "no"), STOP));
      JsonNode body = Json.parse(doors.post(OPENAI, HELLO).body());
      schemas.assertValid("CreateChatCompletionResponse", body);
      assertThat(body.at("/choices/0/message/content").isNull()).isTrue();
      assertThat(body.at("/choices/0/message/refusal").asText()).isEqualTo("no");
    }

    @Test
    void pictureIsOneWholeUrl() {
      doors.engine.next(
          answer(
              new MediaDelta(0, 0, Modality.IMAGE, "image/png", "AAAA", null, null, null),
              new MediaDelta(0, 0, Modality.IMAGE, null, "BBBB", null, null, null),
              STOP));
      assertThat(
              Json.parse(doors.post(OPENROUTER, HELLO).body())
                  .at("/choices/0/message/images/0/image_url/url")
                  .asText())
          .isEqualTo("data:image/png;base64,AAAABBBB");
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, OPENROUTER})
    void providersErrorIsNoFinish(String path) {
      doors.engine.next(
          answer(new ContentDelta(0, "x"), new Finished(0, FinishReason.ERROR, "error")));
      assertThat(doors.post(path, HELLO).statusCode()).isEqualTo(502);
    }

    @Test
    void callCarriesWhatHeadersAndBodySay() throws InterruptedException {
      DoorServer own = new DoorServer();
      try (own) {
        own.engine.next(answer(new ContentDelta(0, "x"), STOP));
        own.post(
            OPENROUTER,
            HELLO.substring(0, HELLO.length() - 1) + ",\"user\":\"ann\"}",
            "X-Title",
            "App",
            "HTTP-Referer",
            "https://app",
            "x-session-id",
            "s1",
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        GenerationCall call = own.engine.lastCall();
        assertThat(call.context().app()).isEqualTo("App");
        assertThat(call.context().sessionId()).isEqualTo("s1");
        assertThat(call.context().traceparent()).startsWith("00-0af7");
        assertThat(call.context().surface()).isEqualTo("openrouter");
        assertThat(call.context().principal().endUser()).isEqualTo("ann");
        assertThat(call.context().generationId()).matches("gen_[0-9a-f]{12}7[0-9a-f]{3}[89ab].*");
        assertThat(call.context().requestId()).startsWith("req_");
      }
    }
  }

  @Nested
  class Streams {

    @Test
    void openAiChunksAreThePublishedOnes() {
      doors.engine.next(answer(EVERYTHING));
      HttpResponse<String> response = doors.post(OPENAI, HELLO_USAGE);
      assertThat(response.headers().firstValue("content-type").orElse(""))
          .startsWith("text/event-stream");
      assertThat(response.headers().firstValue("x-accel-buffering")).contains("no");
      assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
      assertThat(response.headers().firstValue("x-generation-id")).isPresent();
      List<JsonNode> chunks = DoorServer.chunks(response);
      chunks.forEach(chunk -> schemas.assertValid("CreateChatCompletionStreamResponse", chunk));
      assertThat(chunks.getFirst().at("/choices/0/delta").toString())
          .isEqualTo("{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"hm \"}");
      assertThat(chunks.getLast().path("choices")).isEmpty();
      assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(120);
      assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
          .isEqualTo("tool_calls");
      assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.has("provider")).isFalse());
      assertThat(joined(chunks, "content")).isEqualTo("Grüße \"\\\n😀");
      assertThat(chunks.toString()).containsOnlyOnce("\"role\"");
    }

    @Test
    void openAiSendsUsageOnlyWhenAsked() {
      doors.engine.next(answer(new ContentDelta(0, "x"), STOP));
      List<JsonNode> chunks = DoorServer.chunks(doors.post(OPENAI, HELLO_STREAM));
      assertThat(chunks).hasSize(2);
      assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.has("usage")).isFalse());
    }

    @Test
    void openRouterAlwaysEndsWithUsageThatRepeatsTheFinish() {
      doors.engine.next(answer(EVERYTHING));
      List<JsonNode> chunks =
          DoorServer.chunks(
              doors.post(OPENROUTER, HELLO_STREAM, "X-OpenRouter-Metadata", "enabled"));
      JsonNode last = chunks.getLast();
      assertThat(last.at("/choices/0/delta/content").asText("?")).isEmpty();
      assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
      assertThat(last.at("/choices/0/native_finish_reason").asText()).isEqualTo("tool_use");
      assertThat(last.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.000000123");
      assertThat(last.at("/openrouter_metadata/attempts")).hasSize(2);
      assertThat(chunks)
          .allSatisfy(chunk -> assertThat(chunk.path("provider").asText()).isEqualTo("North AI"));
      assertThat(chunks.getFirst().at("/choices/0/delta/reasoning").asText()).isEqualTo("hm ");
      assertThat(chunks.getFirst().at("/choices/0/delta/reasoning_details/0/type").asText())
          .isEqualTo("reasoning.text");
    }

    private static String joined(List<JsonNode> chunks, String member) {
      StringBuilder text = new StringBuilder();
      chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta").path(member).asText("")));
      return text.toString();
    }

    @Test
    void ownDialectsFramesAreForwardedWithTheDoorsNames() {
      doors.engine.next((call, sink) -> {
        sink.committed(DoorFixtures.head(call));
        frame(
            sink,
            "{\"id\":\"up-1\",\"model\":\"up\",\"x\":1,\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}",
            new ContentDelta(0, "a"));
        frame(
            sink,
            "{\"id\":\"up-1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":"
                + "{\"role\":\"assistant\",\"content\":\"b\"},\"finish_reason\":null}]}",
            new ContentDelta(0, "b"));
        frame(
            sink,
            "{\"id\":\"up-1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":"
                + "{\"content\":\"c\"},\"finish_reason\":\"stop\"}]}",
            new ContentDelta(0, "c"),
            STOP);
        sink.completed(DoorFixtures.summary());
      });
      HttpResponse<String> response = doors.post(OPENROUTER, HELLO_STREAM);
      List<JsonNode> chunks = DoorServer.chunks(response);
      assertThat(joined(chunks, "content")).isEqualTo("abc");
      JsonNode spliced = chunks.get(1);
      assertThat(spliced.path("x").asInt()).isEqualTo(1);
      assertThat(spliced.path("id")).isEqualTo(chunks.getFirst().path("id"));
      assertThat(spliced.path("model").asText()).isEqualTo("acme/large");
      assertThat(spliced.path("provider").asText()).isEqualTo("North AI");
      assertThat(response.body()).doesNotContain("up-1").doesNotContain("\"up\"");
      assertThat(chunks.toString().split("\"role\"", -1)).hasSize(3);
    }

    @Test
    void filterResultsComeInChunksOfTheirOwn() {
      doors.engine.next(answer(FILTERED));
      HttpResponse<String> response = doors.post(OPENAI, HELLO_STREAM);
      List<JsonNode> chunks = DoorServer.chunks(response);
      assertThat(chunks.getFirst().path("choices").size()).isZero();
      assertThat(chunks.getFirst().at("/prompt_filter_results/0/content_filter_results").toString())
          .isEqualTo(SAFE);
      List<JsonNode> choices = chunks.stream().map(chunk -> chunk.at("/choices/0")).toList();
      assertThat(choices.get(3).path("content_filter_results").toString())
          .isEqualTo("{\"hate\":{\"filtered\":true,\"severity\":\"high\"}}");
      assertThat(choices.get(3).path("finish_reason").isNull()).isTrue();
      assertThat(choices.getLast().path("finish_reason").asText()).isEqualTo("content_filter");
    }

    @Test
    void frameWithFilterResultsAndLineBreaksIsForwardedOnOneLine() {
      doors.engine.next((call, sink) -> {
        sink.committed(DoorFixtures.head(call));
        frame(
            sink,
            "{\"id\":\"up-1\",\n\"model\":\"up\",\r\n\"choices\":[{\"index\":0,\"content_filter_results\":"
                + SAFE
                + ",\"delta\":{\"content\":\"a\\nb\"}}]}",
            new ContentDelta(0, "a\nb"),
            new FilterReported(0, SAFE));
        sink.event(STOP);
        sink.completed(DoorFixtures.summary());
      });
      List<JsonNode> chunks = DoorServer.chunks(doors.post(OPENAI, HELLO_STREAM));
      assertThat(chunks.get(1).at("/choices/0/delta/content").asText()).isEqualTo("a\nb");
      assertThat(chunks.get(1).at("/choices/0/content_filter_results").toString()).isEqualTo(SAFE);
      assertThat(chunks).hasSize(3);
    }

    private static void frame(AnswerSink sink, String json, GenerationEvent... events) {
      byte[] bytes = ("xx" + json + "yy").getBytes(StandardCharsets.UTF_8);
      int id = json.indexOf("\"up-1\"");
      int model = json.indexOf("\"up\"");
      sink.beginFrame(
          new SourceFrame(
              "openai-chat",
              bytes,
              2,
              bytes.length - 4,
              List.of(
                  new Patch(Member.ID, id, id + 6), new Patch(Member.MODEL, model, model + 4))));
      List.of(events).forEach(sink::event);
      sink.endFrame();
    }

    @Test
    void openAiBreakIsAnErrorEventWithoutAnEnd() {
      doors.engine.next(ChatDoorsTest::breakMidStream);
      HttpResponse<String> response = doors.post(OPENAI, HELLO_USAGE);
      assertThat(response.statusCode()).isEqualTo(200);
      List<String> payloads = DoorServer.payloads(response);
      JsonNode error = Json.parse(payloads.getLast());
      schemas.assertValid("ErrorResponse", error);
      assertThat(error.at("/error/code").asText()).isEqualTo("provider_unreachable");
      assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("finish_reason\":\"");
    }

    @Test
    void openRouterBreakIsAChunkThatFinishesInError() {
      doors.engine.next(ChatDoorsTest::breakMidStream);
      HttpResponse<String> response = doors.post(OPENROUTER, HELLO_STREAM);
      JsonNode chunk = Json.parse(DoorServer.payloads(response).getLast());
      assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
      assertThat(chunk.at("/error/code").asInt()).isEqualTo(502);
      assertThat(chunk.at("/error/metadata/error_type").asText()).isEqualTo("provider_unavailable");
      assertThat(chunk.at("/choices/0/finish_reason").asText()).isEqualTo("error");
      assertThat(chunk.at("/choices/0/delta/content").asText("?")).isEmpty();
      assertThat(chunk.path("provider").asText()).isEqualTo("North AI");
      assertThat(response.body()).doesNotContain("[DONE]");
    }

    @Test
    void providersErrorFinishIsABreak() {
      doors.engine.next(
          answer(new ContentDelta(0, "x"), new Finished(0, FinishReason.ERROR, "error")));
      HttpResponse<String> response = doors.post(OPENAI, HELLO_STREAM);
      assertThat(response.body()).contains("\"error\":{").doesNotContain("[DONE]");
    }

    @Test
    void failureBeforeTheCommitIsAPlainError() {
      doors.engine.next((call, sink) ->
          sink.failed(
              new CallFailure(
                  Failure.of(FailureKind.OVERLOADED, "Everyone is busy."),
                  false,
                  List.of(),
                  null,
                  null)));
      HttpResponse<String> response = doors.post(OPENAI, HELLO_STREAM);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("content-type").orElse(""))
          .startsWith("application/json");
    }

    @Test
    void readerThatStallsStopsTheEngineAndTheRestComesAfter() throws Exception {
      int pieces = 4000;
      String piece = "x".repeat(8 * 1024);
      java.util.concurrent.CompletableFuture<Integer> stalledAt =
          new java.util.concurrent.CompletableFuture<>();
      doors.engine.next((call, sink) -> {
        sink.committed(DoorFixtures.head(call));
        pour(sink, piece, 0, pieces, stalledAt);
      });
      HttpRequest request =
          doors
              .request(OPENAI)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(HELLO_STREAM))
              .build();
      try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
        HttpResponse<java.io.InputStream> response =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        int at = stalledAt.get(120, TimeUnit.SECONDS);
        assertThat(at).isLessThan(pieces);
        String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(body.split(piece, -1)).hasSize(pieces + 1);
        assertThat(body).endsWith("data: [DONE]\n\n");
      }
    }

    private static void pour(
        AnswerSink sink,
        String piece,
        int from,
        int to,
        java.util.concurrent.CompletableFuture<Integer> stalledAt) {
      for (int i = from; i < to; i++) {
        if (!sink.writable()) {
          int next = i;
          stalledAt.complete(i);
          sink.whenWritable(
              () -> sink.executor().execute(() -> pour(sink, piece, next, to, stalledAt)));
          return;
        }
        sink.event(new ContentDelta(0, piece));
      }
      sink.event(STOP);
      sink.completed(DoorFixtures.summary());
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, OPENROUTER})
    void callerThatLeavesCancelsTheCall(String path) throws Exception {
      try (DoorServer own = new DoorServer();
          java.net.Socket socket = new java.net.Socket("127.0.0.1", own.port())) {
        own.engine.next((call, sink) -> {
          sink.committed(DoorFixtures.head(call));
          sink.event(new ContentDelta(0, "first"));
        });
        send(socket, path, HELLO_STREAM);
        assertThat(socket.getInputStream().read()).isPositive();
        socket.close();
        assertThat(own.engine.cancelled.get(120, TimeUnit.SECONDS)).isTrue();
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callerThatLeavesBeforeTheFirstByteCancelsToo(boolean stream) throws Exception {
      try (DoorServer own = new DoorServer();
          java.net.Socket socket = new java.net.Socket("127.0.0.1", own.port())) {
        own.engine.next((call, sink) -> {});
        send(socket, OPENAI, stream ? HELLO_STREAM : HELLO);
        own.engine.lastCall();
        socket.close();
        assertThat(own.engine.cancelled.get(120, TimeUnit.SECONDS)).isTrue();
      }
    }

    private static void send(java.net.Socket socket, String path, String body)
        throws java.io.IOException {
      String request =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + DoorServer.KEY
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
  }

  private static void breakMidStream(GenerationCall call, AnswerSink sink) {
    sink.committed(DoorFixtures.head(call));
    sink.event(new ContentDelta(0, "half"));
    sink.failed(
        new CallFailure(
            Failure.of(FailureKind.TRANSPORT, "The provider's connection broke."),
            true,
            DoorFixtures.attempts(),
            DoorFixtures.plan(),
            null));
  }

  @Nested
  class Errors {

    private JsonNode error(HttpResponse<String> response, int status) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      assertThat(response.headers().firstValue("content-type").orElse(""))
          .startsWith("application/json");
      assertThat(response.headers().firstValue("x-request-id")).isPresent();
      JsonNode body = Json.parse(response.body());
      if (response.uri().getPath().startsWith("/v1")) {
        schemas.assertValid("ErrorResponse", body);
      } else {
        assertThat(body.at("/error/code").asInt()).isEqualTo(status);
        assertThat(body.at("/error/metadata/error_type").asText()).isNotEmpty();
      }
      return body.path("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, OPENROUTER})
    void ofTheBodyNameTheField(String path) {
      JsonNode error =
          error(
              doors.post(path, HELLO.replace("\"messages\"", "\"max_tokens\":0,\"messages\"")),
              400);
      assertThat(error.path("message").asText()).startsWith("max_tokens: 0 (expected");
      assertThat(error.findPath("param").asText()).isEqualTo("max_tokens");
      error(doors.post(path, "{\"model\""), 400);
      error(doors.post(path, ""), 400);
      error(doors.post(path, "[".repeat(1000)), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, OPENROUTER})
    void ofHttpAreInTheDialect(String path) {
      assertThat(error(doors.post(path, HELLO, "Authorization", "Bearer wrong"), 401).toString())
          .contains("No such key");
      error(doors.post(path, HELLO, "Content-Type", "text/plain"), 415);
      HttpResponse<String> wrongMethod = doors.get(path);
      error(wrongMethod, 405);
      assertThat(wrongMethod.headers().firstValue("allow")).contains("POST");
      error(doors.get(path + "/nothing"), 404);
      error(doors.post(path.replace("chat/completions", "nothing"), HELLO), 404);
    }

    @Test
    void keyInTheOtherHeaderCounts() {
      doors.engine.next(answer(new ContentDelta(0, "x"), STOP));
      HttpRequest request =
          HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + doors.port() + OPENAI))
              .header("x-api-key", DoorServer.KEY)
              .POST(HttpRequest.BodyPublishers.ofString(HELLO))
              .build();
      assertThat(doors.send(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, OPENROUTER})
    void bodyOverTheLimitIs413WhetherAnnouncedOrNot(String path) {
      byte[] large = "x".repeat(DoorServer.MAX_BODY + 1).getBytes(StandardCharsets.US_ASCII);
      HttpRequest.Builder request = doors.request(path).header("Content-Type", "application/json");
      error(doors.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(large)).build()), 413);
      HttpRequest.BodyPublisher unannounced =
          HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(large));
      error(doors.send(request.POST(unannounced).build()), 413);
    }

    @Test
    void bodyUpToTheLimitIsReadElsewhere() {
      doors.engine.next(answer(new ContentDelta(0, "x"), STOP));
      String large = HELLO.replace("\"hi\"", "\"" + "x".repeat(2 * 1024 * 1024) + "\"");
      assertThat(doors.post(OPENAI, large).statusCode()).isEqualTo(200);
      error(doors.post(OPENAI, large.replace("\"user\"", "\"usr\"")), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, OPENROUTER})
    void rateLimitTellsWhenToComeBack(String path) {
      doors.engine.next((call, sink) ->
          sink.failed(
              new CallFailure(
                  Failure.of(FailureKind.QUOTA_EXCEEDED, "Too fast.")
                      .withRetryAfter(Duration.ofMillis(1200)),
                  false,
                  List.of(),
                  null,
                  new RateLimitState(60, 0, Duration.ofSeconds(2)))));
      HttpResponse<String> response = doors.post(path, HELLO);
      error(response, 429);
      assertThat(response.headers().firstValue("retry-after")).contains("2");
      assertThat(response.headers().firstValue("x-ratelimit-limit")).contains("60");
      assertThat(response.headers().firstValue("x-ratelimit-remaining")).contains("0");
      assertThat(response.headers().firstValue("x-ratelimit-reset"))
          .contains(Long.toString(DoorFixtures.NOW.toEpochMilli() + 2000));
    }

    @Test
    void everyKindHasABodyAtBothDoors() {
      for (FailureKind kind : FailureKind.values()) {
        for (String path : List.of(OPENAI, OPENROUTER)) {
          doors.engine.next((call, sink) ->
              sink.failed(
                  new CallFailure(
                      Failure.of(kind, "Tell this."),
                      false,
                      DoorFixtures.attempts(),
                      DoorFixtures.plan(),
                      null)));
          HttpResponse<String> response = doors.post(path, HELLO);
          JsonNode error =
              error(response, cambio.router.attempt.FailureTable.of(kind).httpStatus());
          if (kind != FailureKind.INTERNAL) {
            assertThat(error.path("message").asText()).isEqualTo("Tell this.");
          } else {
            assertThat(error.path("message").asText()).doesNotContain("Tell this.");
          }
        }
      }
    }

    @Test
    void refusalSaysWhatStoodInTheWay() {
      doors.engine.next((call, sink) ->
          sink.failed(
              new CallFailure(
                  Failure.of(FailureKind.NO_ENDPOINT, "Nothing left."),
                  false,
                  List.of(),
                  DoorFixtures.plan(),
                  null)));
      HttpResponse<String> response =
          doors.post(OPENROUTER, HELLO, "X-OpenRouter-Metadata", "enabled");
      JsonNode error = error(response, 404);
      assertThat(error.at("/availability/code").asText()).isEqualTo("constraint_filtered");
      assertThat(error.at("/availability/excluded_by/0").asText()).isEqualTo("data_policy:zdr");
      assertThat(Json.parse(response.body()).at("/openrouter_metadata/exclusions")).hasSize(1);
    }

    @Test
    void earlierAttemptsAreTold() {
      doors.engine.next((call, sink) ->
          sink.failed(
              new CallFailure(
                  Failure.of(FailureKind.TIMEOUT, "Too slow."),
                  false,
                  DoorFixtures.attempts(),
                  DoorFixtures.plan(),
                  null)));
      JsonNode metadata = error(doors.post(OPENROUTER, HELLO), 504).path("metadata");
      assertThat(metadata.at("/provider_name").asText()).isEqualTo("north");
      assertThat(metadata.at("/previous_errors/0/status").asInt()).isEqualTo(529);
    }

    @Test
    void faultInTheEngineIsMasked() {
      try (DoorServer own = new DoorServer()) {
        // Nothing is scripted, so the engine throws inside start().
        HttpResponse<String> response = own.post(OPENAI, HELLO, "x-request-id", "mine-2");
        JsonNode error = error(response, 500);
        assertThat(error.path("message").asText()).contains("mine-2").doesNotContain("Exception");
      }
    }

    @Test
    void bodyThatNeverComesIsATimeout() throws Exception {
      try (DoorServer own = new DoorServer(Duration.ofMillis(300));
          java.net.Socket socket = new java.net.Socket("127.0.0.1", own.port())) {
        String head =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + DoorServer.KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(120_000);
        byte[] first = socket.getInputStream().readNBytes(12);
        assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 504");
      }
    }

    @Test
    void nativeRestWithoutEnvoySaysSo() {
      HttpResponse<String> response = doors.post("/cambio/v1/completions", HELLO);
      assertThat(response.statusCode()).isEqualTo(501);
      assertThat(Json.parse(response.body()).path("message").asText()).contains("Envoy");
    }
  }

  @Nested
  class Catalogue {

    @Test
    void openAiListsWhatCanBeServed() {
      JsonNode list = Json.parse(doors.get("/v1/models").body());
      assertThat(list.path("object").asText()).isEqualTo("list");
      assertThat(list.path("data")).hasSize(2);
      schemas.assertValid("Model", list.at("/data/1"));
      assertThat(list.at("/data/1/id").asText()).isEqualTo("cambio/auto");
      assertThat(Json.parse(doors.get("/v1/models/cambio/auto").body()))
          .isEqualTo(list.at("/data/1"));
      JsonNode model = list.at("/data/0");
      schemas.assertValid("Model", model);
      assertThat(model.path("id").asText()).isEqualTo("acme/large");
      assertThat(model.path("created").asLong()).isEqualTo(1777593600L);
      assertThat(Json.parse(doors.get("/v1/models/acme/large").body())).isEqualTo(model);
      assertThat(Json.parse(doors.get("/v1/models/acme%2Flarge").body())).isEqualTo(model);
      assertThat(Json.parse(doors.get("/v1/models/large").body())).isEqualTo(model);
      assertThat(doors.get("/v1/models/acme/small").statusCode()).isEqualTo(404);
      assertThat(doors.get("/v1/models/acme/none").body()).contains("model_not_found");
    }

    @Test
    void openRouterListsTheWholeCatalogue() {
      JsonNode models = Json.parse(doors.get("/api/v1/models").body()).path("data");
      assertThat(models).hasSize(4);
      JsonNode auto = models.path(3);
      assertThat(auto.path("id").asText()).isEqualTo("cambio/auto");
      assertThat(auto.path("name").asText()).isEqualTo("Auto Router");
      assertThat(auto.at("/pricing/prompt").asText()).isEqualTo("-1");
      assertThat(auto.at("/context_length").asInt()).isEqualTo(128_000);
      assertThat(auto.at("/supported_parameters").toString())
          .isEqualTo("[\"temperature\",\"tools\"]");
      assertThat(Json.parse(doors.get("/api/v1/model/cambio/auto").body()).path("data"))
          .isEqualTo(auto);
      assertThat(models.at("/0/pricing/prompt").asText()).isEqualTo("0.0000025");
      assertThat(models.at("/0/pricing/overrides/0/min_prompt_tokens").asInt()).isEqualTo(100_001);
      assertThat(models.at("/2/pricing/prompt").asText()).isEqualTo("-1");
      assertThat(models.at("/0/architecture/modality").asText()).isEqualTo("text+image->text");
      assertThat(models.at("/0/supported_parameters").toString())
          .isEqualTo("[\"temperature\",\"tools\"]");
      assertThat(Json.parse(doors.get("/api/v1/models/count").body()).at("/data/count").asInt())
          .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "q=small 1",
          "q=Model 3",
          "q=auto 1",
          "supported_parameters=tools,temperature 4",
          "supported_parameters=seed 0",
          "input_modalities=image 4",
          "output_modalities=image 0",
          "model_authors=acme 2",
          "context=200000 0",
          "limit=2 2",
          "offset=2 2"
        })
    void queriesSelect(String queryAndCount) {
      String[] parts = queryAndCount.split(" ");
      assertThat(Json.parse(doors.get("/api/v1/models?" + parts[0]).body()).path("data"))
          .hasSize(Integer.parseInt(parts[1]));
    }

    @Test
    void wrongQueryNamesTheParameter() {
      HttpResponse<String> response = doors.get("/api/v1/models?limit=many");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("limit");
    }

    @Test
    void endpointsAndProvidersAreShown() {
      JsonNode data =
          Json.parse(doors.get("/api/v1/models/acme/large/endpoints").body()).path("data");
      assertThat(data.path("endpoints")).hasSize(2);
      assertThat(data.at("/endpoints/0/provider_name").asText()).isEqualTo("North AI");
      assertThat(data.at("/endpoints/0/pricing/completion").asText()).isEqualTo("0.00001");
      assertThat(Json.parse(doors.get("/api/v1/model/acme/large").body()).at("/data/id").asText())
          .isEqualTo("acme/large");
      assertThat(doors.get("/api/v1/model/acme/none").statusCode()).isEqualTo(404);
      assertThat(Json.parse(doors.get("/api/v1/providers").body()).path("data")).hasSize(2);
    }
  }
}
