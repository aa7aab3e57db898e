package cambio.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

  private final Metrics metrics = Metrics.create();
  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
  private final Readiness readiness =
      new Readiness(
          List.of(
              new HealthCheck("store", true, trouble::get),
              new HealthCheck("redis", false, () -> "not connected")));
  private final HealthStatusManager health = new HealthStatusManager();
  private final BindableService service = health.getHealthService();
  private final AdminServer server =
      AdminServer.start("127.0.0.1", 0, metrics.exposed(), readiness, List.of(service));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void metricsAreLabelledAndBounded() throws Exception {
    CallMetrics calls = new CallMetrics(metrics.counters(), metrics.exposed());
    calls.ended(GenerationRecords.answered("acme/large", "acme"));
    calls.ended(GenerationRecords.answered("acme/small", "beta"));
    calls.ended(GenerationRecords.refused("what the caller wrote"));
    String text = get("/metrics").body();
    assertThat(text)
        .contains(
            "# TYPE cambio_generations_total counter",
            "cambio_generations_total{failure=\"none\",outcome=\"completed\",surface=\"openai\"} 2.0",
            "cambio_generations_total{failure=\"not_found\",outcome=\"failed\",surface=\"openai\"} 1.0",
            "cambio_attempts_total{failure=\"overloaded\",provider=\"acme\",verdict=\"dropped\"} 1.0",
            "cambio_tokens_total{model=\"acme/large\",provider=\"acme\",type=\"input\"} 10.0",
            "cambio_cost_nano_usd_total{model=\"acme/large\",provider=\"acme\"} 42.0",
            "# TYPE gen_ai_server_request_duration_seconds histogram",
            "gen_ai_server_request_duration_seconds_bucket{gen_ai_provider_name=\"acme\","
                + "gen_ai_response_model=\"acme/large\",outcome=\"completed\",le=\"0.25\"} 1",
            "gen_ai_server_time_to_first_token_seconds_count{gen_ai_provider_name=\"acme\","
                + "gen_ai_response_model=\"acme/large\",outcome=\"completed\"} 1",
            "gen_ai_client_operation_duration_seconds_bucket{gen_ai_provider_name=\"beta\","
                + "gen_ai_response_model=\"acme/small\",verdict=\"dropped\",le=\"0.025\"} 1",
            "jvm_threads ")
        .doesNotContain("what the caller wrote", "default", "req-1");
  }

  @Test
  void beyondTheBoundEndpointsAreOther() {
    BoundedLabels labels = new BoundedLabels(1);
    var first = GenerationRecords.answered("a/a", "p").served();
    var second = GenerationRecords.answered("b/b", "p").served();
    assertThat(first).isNotNull();
    assertThat(second).isNotNull();
    assertThat(labels.of(first == null ? null : first.endpoint()).model()).isEqualTo("a/a");
    assertThat(labels.of(second == null ? null : second.endpoint()).model()).isEqualTo("other");
    assertThat(labels.of(first == null ? null : first.endpoint()).model()).isEqualTo("a/a");
    assertThat(labels.of(null).model()).isEqualTo("none");
  }

  @Test
  void readinessTellsItsReasons() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    readiness.start();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body())
        .isEqualTo(
            "{\"ready\":true,\"checks\":{\"process\":\"ok\",\"store\":\"ok\","
                + "\"redis\":\"not connected\"}}");
    trouble.set("the disk is full");
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("the disk is full");
    trouble.set(null);
    readiness.drain();
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("draining");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void buildNamesWhatRuns() throws Exception {
    assertThat(get("/build").body())
        .contains(
            "\"version\":\"0.1.0\"", "\"commit\":", "\"java\":\"25", "\"armeria\":\"1.36.0\"");
  }

  @Test
  void servicesAreDescribedButNotServed() throws Exception {
    String uri = "gproto+http://127.0.0.1:" + server.port() + "/";
    CompletableFuture<String> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        GrpcClients.newClient(uri, ServerReflectionGrpc.ServerReflectionStub.class)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse value) {
                    names.complete(value.getListServicesResponse().toString());
                  }

                  @Override
                  public void onError(Throwable error) {
                    names.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(names.get(120, TimeUnit.SECONDS)).contains("grpc.health.v1.Health");
    requests.onCompleted();
    HealthGrpc.HealthBlockingStub stub =
        GrpcClients.newClient(uri, HealthGrpc.HealthBlockingStub.class);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> stub.check(HealthCheckRequest.getDefaultInstance())))
        .hasMessageContaining("This is the admin listener");
  }
}
