package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.v1.CompletionServiceGrpc.CompletionServiceBlockingStub;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.grpc.GrpcClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native REST: a real Envoy with the project's configuration before the real gRPC door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvoyEdgeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELLO =
      "{\"model\":\"acme/large\",\"messages\":[{\"role\":\"ROLE_USER\","
          + "\"content\":[{\"text\":\"Hello\"}]}]%s}";
  private static final String UNARY = "/cambio/v1/completions";
  private static final String STREAM = "/cambio/v1/completions:stream";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final GrpcDoor door = new GrpcDoor();
  private @Nullable EnvoyProcess running;

  @BeforeAll
  void start() throws Exception {
    assumeTrue(EnvoyProcess.installed(), "Envoy is not installed: run bin/python-tools envoy");
    running = EnvoyProcess.before(door.port(), 200);
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
    door.close();
    http.close();
  }

  @BeforeEach
  void reset() {
    door.engine.reset();
  }

  private EnvoyProcess envoy() {
    return java.util.Objects.requireNonNull(running);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(envoy().uri(path))
        .timeout(Duration.ofMinutes(2))
        .header("authorization", "Bearer " + GrpcDoor.KEY)
        .header("content-type", "application/json");
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    return JSON.readTree(response.body());
  }

  private static String hello(String more) {
    return HELLO.formatted(more);
  }

  @Test
  void unaryAnswerIsJsonWithTheContractsNames() throws Exception {
    door.engine.answers(new ContentDelta(0, "Good day"), stop("stop"));

    HttpResponse<String> response = post(UNARY, hello(",\"max_output_tokens\":5"));

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode answer = json(response);
    assertThat(answer.at("/choices/0/message/content/0/text").asText()).isEqualTo("Good day");
    assertThat(answer.at("/usage/input_tokens").asInt()).isEqualTo(5);
    assertThat(answer.at("/usage/cost/total_usd").asText()).isEqualTo("0.000021");
    assertThat(answer.at("/report/attempts").size()).isEqualTo(2);
  }

  private static Finished stop(String word) {
    return new Finished(0, FinishReason.STOP, word);
  }

  @Test
  void streamIsServerSentEvents() throws Exception {
    door.engine.answers(new ContentDelta(0, "Good "), new ContentDelta(0, "day"), stop("stop"));

    HttpResponse<String> response = post(STREAM, hello(""));

    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(names(response.body()))
        .containsExactly(
            "started", "content_delta", "content_delta", "finished", "usage", "report");
  }

  /** The one member of each event. */
  private static List<String> names(String body) {
    return body.lines()
        .filter(line -> !line.isEmpty())
        .map(line -> {
          assertThat(line).startsWith("data: ");
          try {
            return JSON.readTree(line.substring("data: ".length())).fieldNames().next();
          } catch (IOException e) {
            throw new AssertionError(line, e);
          }
        })
        .toList();
  }

  @Test
  void brokenStreamEndsWithAnErrorEvent() throws Exception {
    door.engine.breaksAfter(
        Failure.of(FailureKind.TRANSPORT, "The connection broke."), new ContentDelta(0, "half"));

    HttpResponse<String> response = post(STREAM, hello(""));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(names(response.body()))
        .containsExactly("started", "content_delta", "report", "error");
    assertThat(response.body()).contains("FAILURE_KIND_TRANSPORT");
  }

  @Test
  void refusalNamesTheFieldInItsDetails() throws Exception {
    HttpResponse<String> response = post(UNARY, hello(",\"max_output_tokens\":-1"));

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = json(response);
    assertThat(error.get("code").asInt()).isEqualTo(3);
    assertThat(error.get("message").asText()).startsWith("max_output_tokens: -1");
    assertThat(error.get("details").findValuesAsText("field")).contains("max_output_tokens");
    assertThat(error.get("details").findValuesAsText("reason")).contains("INVALID_REQUEST");
  }

  @Test
  void providersFailureHasItsStatus() throws Exception {
    door.engine.fails(Failure.of(FailureKind.OVERLOADED, "The provider is overloaded."));

    HttpResponse<String> response = post(UNARY, hello(""));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).get("code").asInt()).isEqualTo(14);
  }

  @Test
  void unknownMembersOfTheBodyAreIgnored() throws Exception {
    door.engine.answers(new ContentDelta(0, "x"), stop("stop"));

    assertThat(post(UNARY, hello(",\"no_such_member\":1")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"model": "acme/large", "messages":
          {"max_output_tokens": 2147483648}
          {"max_output_tokens": 9223372036854775808}
          {"max_output_tokens": "many"}
          {"messages": {"role": 1}}
          {"messages": [{"role": "ROLE_NOBODY"}]}
          {"messages": [{"role": "ROLE_USER", "content": [{"text": "\\ud800"}]}]}
          {"messages": 7}
          """)
  void bodyThatIsNoMessageIsRefusedAsJson(String body) throws Exception {
    HttpResponse<String> response = post(UNARY, body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(json(response).get("code").asInt()).isEqualTo(3);
    assertThat(json(response).get("message").asText()).isNotEmpty();
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void deepJsonIsRefusedAndHarmsNobody() throws Exception {
    String deep =
        "{\"tools\":[{\"function\":{\"parameters\":"
            + "{\"a\":".repeat(1000)
            + "1"
            + "}".repeat(1000)
            + "}}]}";

    assertThat(post(UNARY, deep).statusCode()).isEqualTo(400);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void hugeBodyIsTooLarge() throws Exception {
    String huge = hello(",\"user\":\"" + "u".repeat(21 * 1024 * 1024) + "\"");

    HttpResponse<String> response = post(UNARY, huge);

    assertThat(response.statusCode())
        .as("%s", response.headers().map() + response.body())
        .isEqualTo(413);
    assertThat(json(response).get("message").asText()).contains("20971520 bytes");
  }

  @Test
  void missingKeyIsUnauthorized() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(envoy().uri(UNARY))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(hello("")))
            .build();

    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(json(response).get("code").asInt()).isEqualTo(16);
  }

  /** A machine that stalls may take longer now and then; a router that is slow always does. */
  @Test
  void leavingReachesTheEngineWithinASecond() throws Exception {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5 && fastest > TimeUnit.SECONDS.toNanos(1); i++) {
      fastest = Math.min(fastest, nanosUntilTheEngineHearsOfLeaving());
    }
    assertThat(Duration.ofNanos(fastest)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  private long nanosUntilTheEngineHearsOfLeaving() throws Exception {
    door.engine.reset();
    door.engine.script =
        (call, sink) -> {
          sink.committed(ScriptedEngine.head(call));
          sink.event(new ContentDelta(0, "and so on"));
        };
    HttpResponse<InputStream> response =
        http.send(
            request(STREAM).POST(BodyPublishers.ofString(hello(""))).build(),
            BodyHandlers.ofInputStream());
    assertThat(response.body().read()).isEqualTo('d');

    long left = System.nanoTime();
    response.body().close();
    door.engine.cancelled.get(120, TimeUnit.SECONDS);
    return System.nanoTime() - left;
  }

  @Test
  void modelsAreReadByPathAndQuery() throws Exception {
    assertThat(json(get("/cambio/v1/models?page_size=1")).get("total_size").asInt()).isEqualTo(3);
    assertThat(json(get("/cambio/v1/models/acme/large")).at("/model/id").asText())
        .isEqualTo("acme/large");
    assertThat(json(get("/cambio/v1/models/acme/large/endpoints")).get("endpoints").size())
        .isEqualTo(2);
    assertThat(get("/cambio/v1/models/acme/none").statusCode()).isEqualTo(404);
  }

  @Test
  void unknownQueryParameterAndUnknownPathAreRefusedAsJson() throws Exception {
    HttpResponse<String> parameter = get("/cambio/v1/models?page_sice=1");
    HttpResponse<String> path = get("/cambio/v1/nothing");
    HttpResponse<String> elsewhere = get("/nothing");

    assertThat(parameter.statusCode()).isEqualTo(400);
    assertThat(json(parameter).get("message").asText()).contains("page_sice");
    assertThat(path.statusCode()).isEqualTo(404);
    assertThat(json(path).get("code").asInt()).isEqualTo(5);
    assertThat(elsewhere.statusCode()).isEqualTo(404);
    assertThat(json(elsewhere).get("code").asInt()).isEqualTo(5);
  }

  @Test
  void serviceOfALaterVersionIsNotImplemented() throws Exception {
    HttpResponse<String> response = get("/cambio/v1/rankings/models");

    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(json(response).get("message").asText()).contains("not served by this version");
  }

  @Test
  void grpcPassesThrough() {
    door.engine.answers(new ContentDelta(0, "Good day"), stop("stop"));

    assertThat(
            GrpcClients.builder("gproto+http://127.0.0.1:" + envoy().port() + "/")
                .setHeader("authorization", "Bearer " + GrpcDoor.KEY)
                .build(CompletionServiceBlockingStub.class)
                .complete(Specs.complete(Specs.hello()))
                .getChoices(0)
                .getMessage()
                .getContent(0)
                .getText())
        .isEqualTo("Good day");
  }

  @Test
  void compatibleDoorsAreNotTranscoded() throws Exception {
    String odd = "{\"b\": 1.50, \"a\": 12345678901234567890}";

    assertThat(post("/v1/echo", odd).body()).isEqualTo(odd);
    assertThat(post("/api/v1/echo", odd).body()).isEqualTo(odd);
  }

  @Test
  void requestIdOfTheCallerComesBack() throws Exception {
    door.engine.answers(new ContentDelta(0, "x"), stop("stop"));

    HttpResponse<String> response =
        http.send(
            request(UNARY)
                .header("x-request-id", "mine-1")
                .POST(BodyPublishers.ofString(hello("")))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.headers().firstValue("x-request-id")).contains("mine-1");
    assertThat(json(response).at("/report/request_id").asText()).isEqualTo("mine-1");
  }

  @Test
  void withoutARouterEveryDoorSaysSoInItsOwnShape() throws Exception {
    try (EnvoyProcess alone = EnvoyProcess.before(1, 503)) {
      JsonNode nativeError = refused(alone, "/cambio/v1/models");
      JsonNode openAi = refused(alone, "/v1/models");
      JsonNode openRouter = refused(alone, "/api/v1/models");
      JsonNode anthropic = refused(alone, "/v1/messages");

      assertThat(nativeError.get("code").asInt()).isEqualTo(14);
      assertThat(openAi.at("/error/type").asText()).isEqualTo("server_error");
      assertThat(openRouter.at("/error/code").isInt()).isTrue();
      assertThat(anthropic.get("type").asText()).isEqualTo("error");
    }
  }

  private JsonNode refused(EnvoyProcess envoy, String path) throws Exception {
    HttpResponse<String> response =
        http.send(HttpRequest.newBuilder(envoy.uri(path)).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(503);
    return json(response);
  }
}
