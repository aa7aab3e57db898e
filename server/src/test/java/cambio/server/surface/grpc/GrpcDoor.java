package cambio.server.surface.grpc;

import cambio.router.auto.FeedbackScores;
import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.plan.Availability;
import cambio.router.plan.CredentialRef;
import cambio.server.config.DataSettings;
import cambio.server.feedback.FeedbackDesk;
import cambio.server.idempotency.Idempotency;
import cambio.server.idempotency.IdempotencyFixture;
import cambio.server.ledger.Credits;
import cambio.server.ledger.Failpoints;
import cambio.server.store.Database;
import cambio.server.store.GenerationStore;
import cambio.server.store.JdbcFeedbackStore;
import cambio.server.store.JdbcGenerationStore;
import cambio.server.store.JdbcLedger;
import cambio.server.surface.RequestBodies;
import cambio.server.tenant.TenantFixture;
import cambio.v1.FailureDetail;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import com.linecorp.armeria.client.grpc.GrpcClientBuilder;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The gRPC door of a test: a real server on a port of its own, in front of a scripted engine. */
final class GrpcDoor implements AutoCloseable {

  static final String KEY = "sk-test";

  final ScriptedEngine engine = new ScriptedEngine();
  final SettableHealthChecker health = new SettableHealthChecker();
  private final AtomicInteger entries = new AtomicInteger();
  volatile CompletionStage<Money> held = CompletableFuture.completedFuture(Money.ZERO);
  final Credits credits;
  final GenerationStore store;
  final FeedbackScores opinions = new FeedbackScores();
  private final FeedbackDesk feedback;
  private final Idempotency idempotency =
      IdempotencyFixture.inMemory(InstantSource.fixed(ScriptedEngine.NOW), Runnable::run);
  final TenantFixture tenants;
  private final Server server;

  GrpcDoor() {
    this(GrpcLimits.DEFAULTS);
  }

  GrpcDoor(GrpcLimits limits) {
    this(limits, new RequestBodies(Long.MAX_VALUE));
  }

  GrpcDoor(GrpcLimits limits, RequestBodies bodies) {
    DataSettings data = new DataSettings(newFolder());
    Database database = Database.open(data);
    store = JdbcGenerationStore.of(database, data, Failpoints.none());
    tenants = new TenantFixture(data, InstantSource.fixed(ScriptedEngine.NOW));
    credits =
        new Credits(
            new JdbcLedger(database, () -> 0),
            FeePolicy.percent(FeePolicy.Basis.PURCHASE, "5"),
            true,
            () -> "ent_" + entries.incrementAndGet(),
            InstantSource.fixed(ScriptedEngine.NOW));
    feedback =
        new FeedbackDesk(
            new JdbcFeedbackStore(database), opinions, InstantSource.fixed(ScriptedEngine.NOW));
    GrpcPorts ports =
        new GrpcPorts(
            engine,
            idempotency,
            call -> ScriptedEngine.plan(),
            tenants::identify,
            tenants.administration(),
            credits,
            (scope, whose, reset) -> held,
            Catalogs::small,
            () ->
                new Availability(Map.of("acme", List.of(CredentialRef.operator("main"))), Map.of()),
            store,
            feedback,
            Runnable::run,
            List.of(health),
            () -> "gen_test",
            () -> "req_test",
            InstantSource.fixed(ScriptedEngine.NOW));
    ServerBuilder builder = Server.builder().http(0);
    builder.maxRequestLength(1024 * 1024).gracefulShutdownTimeoutMillis(0, 0);
    new GrpcSurface(ports, limits, bodies).addTo(builder);
    builder.service("/v1/echo", GrpcDoor::echo).service("/api/v1/echo", GrpcDoor::echo);
    server = builder.build();
    server.start().join();
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("cambio-grpc");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stands for the other doors behind the same Envoy. */
  private static HttpResponse echo(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenApply(
                whole -> HttpResponse.of(HttpStatus.OK, MediaType.JSON, whole.contentUtf8())));
  }

  int port() {
    return server.activeLocalPort();
  }

  /** A client with a good key. */
  <T> T client(Class<T> stub) {
    return builder().setHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + KEY).build(stub);
  }

  /** A client without a key. */
  GrpcClientBuilder builder() {
    return GrpcClients.builder("gproto+http://127.0.0.1:" + port() + "/")
        .responseTimeout(Duration.ofMinutes(2))
        .maxResponseLength(0);
  }

  /** The detail that every refusal carries. */
  static FailureDetail detail(Throwable thrown) {
    Status status = StatusProto.fromThrowable(thrown);
    if (status == null) {
      throw new AssertionError("no status", thrown);
    }
    try {
      for (Any any : status.getDetailsList()) {
        if (any.is(FailureDetail.class)) {
          return any.unpack(FailureDetail.class);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no FailureDetail in " + status, thrown);
  }

  static io.grpc.Status.Code code(Throwable thrown) {
    return ((StatusRuntimeException) thrown).getStatus().getCode();
  }

  @Override
  public void close() {
    // Its last thread rests for two seconds before it ends, which nobody has to wait for.
    var unused = server.stop();
    idempotency.close();
    feedback.close();
    store.close();
    tenants.close();
  }
}
