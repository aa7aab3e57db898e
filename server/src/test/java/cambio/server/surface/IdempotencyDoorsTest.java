package cambio.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.idempotency.IdempotencyFixture;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.testkit.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Idempotency keys at the compatible doors. The engine has a script for each call it may see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyDoorsTest {

  private static final String OPENAI = "/v1/chat/completions";
  private static final String OPENROUTER = "/api/v1/chat/completions";
  private static final String HELLO =
      "{\"model\":\"acme/large\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String STREAM = HELLO.replace("]}", "],\"stream\":true}");
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "idempotent-replayed";

  @SuppressWarnings("NullAway.Init")
  private DoorServer doors;

  @BeforeAll
  void start() {
    doors = new DoorServer();
  }

  @AfterAll
  void stop() {
    doors.close();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static BiConsumer<GenerationCall, AnswerSink> answer(String... texts) {
    return (call, sink) -> {
      sink.committed(DoorFixtures.head(call));
      for (String text : texts) {
        sink.event(new ContentDelta(0, text));
      }
      sink.event(new Finished(0, FinishReason.STOP, "stop"));
      sink.completed(DoorFixtures.summary());
    };
  }

  private static BiConsumer<GenerationCall, AnswerSink> failure(FailureKind kind) {
    return (call, sink) ->
        sink.failed(new CallFailure(Failure.of(kind, "No."), false, List.of(), null, null));
  }

  @ParameterizedTest
  @CsvSource({OPENAI + ",false", OPENAI + ",true", OPENROUTER + ",false", OPENROUTER + ",true"})
  void aRepetitionIsGivenTheSameBytesAndServedNoMore(String path, boolean stream) {
    String key = key();
    String body = stream ? STREAM : HELLO;
    doors.engine.next(answer("Hello ", "there"));
    HttpResponse<String> first = doors.post(path, body, KEY, key);
    HttpResponse<String> again = doors.post(path, body, KEY, key, "x-request-id", "req-again");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue(REPLAYED)).isEmpty();
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body()).contains("there");
    assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
    for (String name : List.of("content-type", "x-generation-id", "x-cambio-model")) {
      assertThat(again.headers().firstValue(name)).isEqualTo(first.headers().firstValue(name));
    }
    assertThat(again.headers().firstValue("x-request-id")).hasValue("req-again");
    assertThat(again.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"acme/large\",\"messages\":[{\"role\":\"user\",\"content\":\"ho\"}]}",
        "{ \"model\":\"acme/large\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
      })
  void aKeyTakesNoOtherBody(String other) {
    String key = key();
    doors.engine.next(answer("Hello"));
    doors.post(OPENAI, HELLO, KEY, key);
    HttpResponse<String> refused = doors.post(OPENAI, other, KEY, key);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Json.parse(refused.body()).at("/error/param").asText()).isEqualTo("Idempotency-Key");
  }

  @Test
  void aKeyTakesNoOtherDoor() {
    String key = key();
    doors.engine.next(answer("Hello"));
    doors.post(OPENAI, HELLO, KEY, key);
    HttpResponse<String> refused = doors.post(OPENROUTER, HELLO, KEY, key);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Json.parse(refused.body()).at("/error/code").asInt()).isEqualTo(422);
  }

  @Test
  void keysOfTwoCallersHaveNothingToDoWithEachOther() {
    String key = key();
    doors.engine.next(answer("one"));
    doors.engine.next(answer("two"));
    doors.post(OPENAI, HELLO, KEY, key);
    HttpResponse<String> theirs =
        doors.post(OPENAI, HELLO, KEY, key, "Authorization", "Bearer " + DoorServer.OTHER_KEY);
    assertThat(theirs.body()).contains("two");
    assertThat(theirs.headers().firstValue(REPLAYED)).isEmpty();
  }

  @Test
  void whileItRunsARepetitionIsToldToWait() throws Exception {
    String key = key();
    CompletableFuture<AnswerSink> running = new CompletableFuture<>();
    CompletableFuture<GenerationCall> call = new CompletableFuture<>();
    doors.engine.next((begun, sink) -> {
      call.complete(begun);
      running.complete(sink);
    });
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> doors.post(OPENAI, HELLO, KEY, key));
    AnswerSink sink = running.get(60, TimeUnit.SECONDS);

    HttpResponse<String> wait = doors.post(OPENAI, HELLO, KEY, key);
    assertThat(wait.statusCode()).isEqualTo(409);
    assertThat(wait.headers().firstValue("retry-after")).hasValue("1");
    HttpResponse<String> other = doors.post(OPENAI, HELLO + " ", KEY, key);
    assertThat(other.statusCode()).isEqualTo(422);

    sink.executor().execute(() -> answer("at last").accept(call.join(), sink));
    HttpResponse<String> answered = first.get(60, TimeUnit.SECONDS);
    assertThat(doors.post(OPENAI, HELLO, KEY, key).body()).isEqualTo(answered.body());
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, 429, false",
    "PAYMENT_REQUIRED, 402, false",
    "PROVIDER_ERROR, 502, true",
    "UNAVAILABLE, 503, true",
    "INVALID_REQUEST, 400, false"
  })
  void aFailureFreesTheKey(FailureKind kind, int status, boolean stream) {
    String key = key();
    doors.engine.next(failure(kind));
    doors.engine.next(answer("better"));
    String body = stream ? STREAM : HELLO;
    assertThat(doors.post(OPENAI, body, KEY, key).statusCode()).isEqualTo(status);
    HttpResponse<String> retried = doors.post(OPENAI, body, KEY, key);
    assertThat(retried.statusCode()).isEqualTo(200);
    assertThat(retried.headers().firstValue(REPLAYED)).isEmpty();
  }

  @Test
  void aStreamThatBrokeOffIsGivenAgainAsItBroke() {
    String key = key();
    doors.engine.next((call, sink) -> {
      sink.committed(DoorFixtures.head(call));
      sink.event(new ContentDelta(0, "half"));
      sink.failed(
          new CallFailure(
              Failure.of(FailureKind.TRANSPORT, "It broke."), true, List.of(), null, null));
    });
    HttpResponse<String> first = doors.post(OPENAI, STREAM, KEY, key);
    HttpResponse<String> again = doors.post(OPENAI, STREAM, KEY, key);
    assertThat(first.body()).contains("half", "It broke.").doesNotContain("[DONE]");
    assertThat(again.body()).isEqualTo(first.body());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofAnAnswerThatIsTooLongOnlyIsKnownThatThereWasOne(boolean stream) {
    String key = key();
    String body = stream ? STREAM : HELLO;
    String text = "x".repeat(IdempotencyFixture.MAX_ANSWER);
    doors.engine.next(answer(text));
    HttpResponse<String> first = doors.post(OPENAI, body, KEY, key);
    assertThat(first.body()).contains(text);
    HttpResponse<String> again = doors.post(OPENAI, body, KEY, key);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.headers().firstValue("retry-after")).isEmpty();
    assertThat(again.body()).contains(first.headers().firstValue("x-generation-id").orElseThrow());
  }

  @Test
  void underZeroRetentionNoAnswerIsKeptAndNoneIsMadeTwice() {
    String key = key();
    String body = HELLO.replace("]}", "],\"provider\":{\"zdr\":true}}");
    doors.engine.next(answer("secret"));
    assertThat(doors.post(OPENROUTER, body, KEY, key).body()).contains("secret");
    assertThat(doors.post(OPENROUTER, body, KEY, key).statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itGoesOnWithoutItsCallerWhoThenGetsTheAnswer(boolean stream) throws Exception {
    String key = key();
    String body = stream ? STREAM : HELLO;
    CompletableFuture<AnswerSink> running = new CompletableFuture<>();
    CompletableFuture<GenerationCall> begun = new CompletableFuture<>();
    doors.engine.next((call, sink) -> {
      begun.complete(call);
      running.complete(sink);
    });
    HttpRequest request =
        doors
            .request(OPENAI)
            .header("Content-Type", "application/json")
            .header(KEY, key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpClient leaving = HttpClient.newHttpClient();
    var unanswered = leaving.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    AnswerSink sink = running.get(60, TimeUnit.SECONDS);
    leaving.shutdownNow();
    Await.until("the caller to have gone", unanswered::isDone);

    // More than a caller that does not read would take.
    String[] texts = new String[9];
    java.util.Arrays.fill(texts, "word ".repeat(100));
    sink.executor().execute(() -> answer(texts).accept(begun.join(), sink));
    Await.until(
        "the answer to be kept", () -> doors.post(OPENAI, body, KEY, key).statusCode() == 200);
    HttpResponse<String> again = doors.post(OPENAI, body, KEY, key);
    assertThat(again.headers().firstValue(REPLAYED)).hasValue("true");
    assertThat(again.body()).contains("word");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "ümlaut"})
  void aKeyIsVisibleAscii(String key) throws Exception {
    String response = raw(KEY + ": " + key);
    assertThat(response).startsWith("HTTP/1.1 400").contains("Idempotency-Key");
  }

  @Test
  void aKeyHasItsLength() throws Exception {
    assertThat(raw(KEY + ": " + "k".repeat(256))).startsWith("HTTP/1.1 400");
    assertThat(raw(KEY + ": a\r\n" + KEY + ": b")).startsWith("HTTP/1.1 400");
    doors.engine.next(answer("Hello"));
    assertThat(raw(KEY + ": " + "k".repeat(255))).startsWith("HTTP/1.1 200");
  }

  /** A request whose headers no client would send. */
  private String raw(String header) throws IOException {
    String head =
        "POST "
            + OPENAI
            + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + DoorServer.KEY
            + "\r\nContent-Length: "
            + HELLO.length()
            + "\r\n"
            + header
            + "\r\n\r\n";
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", doors.port());
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write((head + HELLO).getBytes(StandardCharsets.UTF_8));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
