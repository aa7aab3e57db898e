package cambio.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.attempt.AttemptLimits;
import cambio.router.attempt.AttemptPolicy;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.RetryBudget;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.Availability;
import cambio.router.plan.Candidate;
import cambio.router.plan.CredentialRef;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RouteRules;
import cambio.router.plan.RoutingPolicy;
import cambio.server.Await;
import cambio.server.plugin.PluginLoader;
import cambio.server.structured.SchemaCheck;
import cambio.server.structured.ToolCallCheck;
import cambio.server.upstream.EndpointTargets;
import cambio.server.upstream.HttpEndpointClient;
import cambio.server.upstream.UpstreamHttp;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.event.Usage;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Modality;
import com.linecorp.armeria.common.util.EventLoopGroups;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A whole engine on real sockets, whose providers are the behaviours of {@link FaultyProvider}. */
final class EngineHarness implements AutoCloseable {

  static final String MODEL = "test/model";

  private static final String DIALECT = "openai-chat";

  final FaultyProvider provider = new FaultyProvider();
  final EventLoopGroup loops = EventLoopGroups.newEventLoopGroup(2, "test-loop");
  final BlockingQueue<GenerationRecord> records = new LinkedBlockingQueue<>();
  final AtomicInteger reserved = new AtomicInteger();
  final AtomicInteger settled = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  final BlockingQueue<String> judged = new LinkedBlockingQueue<>();
  final BookedHealth health = new BookedHealth(new HealthBook(), InstantSource.system());
  volatile boolean healthFails;

  /** What a reservation holds, and how often it grows. */
  volatile long tokensHeld = Admission.Reservation.UNBOUNDED;

  final AtomicInteger topUps = new AtomicInteger();
  volatile boolean encodingFails;
  private final Map<String, String> baseUrls = new LinkedHashMap<>();
  private final UpstreamHttp http;
  final LivePlanner planner;
  final RoutedEngine engine;

  /** Where calls are started: the engine, or what a test puts before it. */
  volatile GenerationEngine front;

  private final AtomicInteger ids = new AtomicInteger();

  EngineHarness(Duration streamIdle, String... behaviours) throws Exception {
    for (String behaviour : behaviours) {
      baseUrls.put(behaviour, provider.url(behaviour));
    }
    baseUrls.put("refuse", "http://127.0.0.1:1/refuse");
    http = new UpstreamHttp(loops, Duration.ofSeconds(60), Duration.ofSeconds(30));
    PluginLoader.Plugins plugins = PluginLoader.load(Path.of("no-such-folder"));
    CatalogSnapshot catalog = catalog();
    Map<String, List<CredentialRef>> credentials = new LinkedHashMap<>();
    baseUrls
        .keySet()
        .forEach(id -> credentials.put("p-" + id, List.of(CredentialRef.operator("main"))));
    credentials.put(
        "p-by-key",
        List.of(
            CredentialRef.operator("refused"),
            CredentialRef.operator("limited"),
            CredentialRef.operator("main")));
    RoutingFacts facts =
        new RoutingFacts(
            catalog,
            new Availability(
                credentials,
                plugins.registry().parameterTables(),
                plugins.registry().parameterTables(catalog)),
            new RoutePlanner(RoutingPolicy.standard()),
            new AttemptPolicy(AttemptLimits.standard()),
            new AttemptPolicy(AttemptLimits.standard()),
            true,
            false,
            RouteRules.none());
    EndpointTargets targets =
        candidate -> {
          if (encodingFails) {
            throw new NoClassDefFoundError("test/Missing");
          }
          return new EndpointTargets.Target(
              Objects.requireNonNull(plugins.registry().adapter(DIALECT)),
              spec(candidate.endpoint()),
              new Credential.ApiKey(Secret.of("sk-" + candidate.credential())));
        };
    planner =
        new LivePlanner(
            () -> facts,
            health,
            InstantSource.system(),
            RandomGenerator::getDefault,
            new StickySessions(InstantSource.system()));
    engine =
        RoutedEngine.of(
            new RoutedEngine.Parts(
                planner,
                (call, traits, plan) -> {
                  reserved.incrementAndGet();
                  return CompletableFuture.completedFuture(
                      new Admission.Admitted(new CountedReservation(), plan, null, null));
                },
                new VerdictClient(
                    new HttpEndpointClient(
                        http, plugins.registry(), () -> targets, InstantSource.system()),
                    failingHealth(),
                    new ToolCallCheck(background),
                    System::nanoTime),
                new SchemaCheck(background),
                record -> {
                  records.add(record);
                  return CompletableFuture.runAsync(() -> {});
                },
                CallObserver.none(),
                ExecutionLimits.standard(streamIdle),
                RetryBudget.standard(),
                ConversationMemory.NONE,
                InstantSource.system(),
                System::nanoTime));
    front = engine;
  }

  private HealthFeed failingHealth() {
    return new HealthFeed() {
      @Override
      public HealthSnapshot snapshot() {
        return health.snapshot();
      }

      @Override
      public boolean tryStart(Candidate candidate) {
        return health.tryStart(candidate);
      }

      @Override
      public void answered(Candidate candidate) {
        health.answered(candidate);
      }

      @Override
      public void calledTools(Candidate candidate, boolean sound) {
        health.calledTools(candidate, sound);
        judged.add(candidate.endpoint().provider() + (sound ? " sound" : " broken"));
      }

      @Override
      public void ended(AttemptRecord attempt, @Nullable Usage usage) {
        if (healthFails) {
          throw new IllegalStateException("health fails");
        }
        health.ended(attempt, usage);
      }
    };
  }

  private final class CountedReservation implements Admission.Reservation {
    @Override
    public long outputTokensMax() {
      return UNBOUNDED;
    }

    @Override
    public long outputTokensHeld() {
      return tokensHeld;
    }

    @Override
    public CompletionStage<Admission.Topped> extend(long outputTokensUsed) {
      if (topUps.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
        return CompletableFuture.completedFuture(Admission.Topped.REFUSED);
      }
      tokensHeld = outputTokensUsed * 2;
      return CompletableFuture.completedFuture(Admission.Topped.GRANTED);
    }

    @Override
    public void settle(Charge charge) {
      settled.incrementAndGet();
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }
  }

  RecordingSink sink() {
    return new RecordingSink(loops.next());
  }

  /** Calls with these behaviours in this order. */
  GenerationEngine.RunningCall call(
      RecordingSink sink, boolean stream, Duration timeout, String... order) {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.user("hello"))).withStream(stream);
    return call(sink, request, Delivery.standard(), timeout, order);
  }

  GenerationEngine.RunningCall call(
      RecordingSink sink,
      GenerationRequest request,
      Delivery delivery,
      Duration timeout,
      String... order) {
    RoutePreferences none = RoutePreferences.none();
    return call(sink, request, delivery, timeout, null, preferences(tags(order), none.only()));
  }

  /** Calls as a part of a conversation, with whichever of these behaviours the planner chooses. */
  GenerationEngine.RunningCall converse(RecordingSink sink, String session, String... any) {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.user("hello"))).withStream(true);
    return call(
        sink,
        request,
        Delivery.standard(),
        Duration.ofSeconds(60),
        session,
        preferences(List.of(), tags(any)));
  }

  private static List<String> tags(String... behaviours) {
    List<String> tags = new ArrayList<>();
    for (String behaviour : behaviours) {
      tags.add("p-" + behaviour);
    }
    return tags;
  }

  private static RoutePreferences preferences(List<String> order, List<String> only) {
    RoutePreferences none = RoutePreferences.none();
    return new RoutePreferences(
        order,
        only,
        none.ignore(),
        order.isEmpty(),
        none.requireParameters(),
        none.denyDataCollection(),
        none.zdr(),
        none.distillableOnly(),
        none.quantizations(),
        none.sort(),
        none.preferredMinThroughput(),
        none.preferredMaxLatency(),
        none.maxPrice());
  }

  private GenerationEngine.RunningCall call(
      RecordingSink sink,
      GenerationRequest request,
      Delivery delivery,
      Duration timeout,
      @Nullable String session,
      RoutePreferences preferences) {
    String id = "gen_" + ids.incrementAndGet();
    CallContext context =
        new CallContext(
            "req_" + id,
            id,
            "test",
            Principal.anonymous(),
            Instant.now(),
            timeout,
            null,
            null,
            session);
    return front.start(
        new GenerationCall(
            request, new RouteRequest(List.of(MODEL), preferences), delivery, context),
        sink);
  }

  GenerationRecord record() throws InterruptedException {
    GenerationRecord record = records.poll(120, TimeUnit.SECONDS);
    if (record == null) {
      throw new AssertionError("no generation was recorded");
    }
    return record;
  }

  /** Waits until as many reservations are given back: a record is handed over just before that. */
  void awaitReleased(int expected) {
    Await.until("a released reservation", () -> released.get() >= expected);
    assertThat(released).hasValue(expected);
  }

  private EndpointSpec spec(Endpoint endpoint) {
    return new EndpointSpec(
        endpoint.id(),
        endpoint.provider(),
        endpoint.upstreamModel(),
        URI.create(Objects.requireNonNull(endpoint.baseUrlTemplate())),
        AuthStyle.BEARER,
        null,
        null,
        null,
        endpoint.quirks());
  }

  private CatalogSnapshot catalog() {
    List<Provider> providers = new ArrayList<>();
    List<Endpoint> endpoints = new ArrayList<>();
    baseUrls.forEach((behaviour, url) -> {
      String id = "p-" + behaviour;
      providers.add(
          new Provider(
              id,
              id,
              DIALECT,
              url,
              AuthStyle.BEARER,
              List.of(),
              Map.of(),
              List.of(),
              Quirks.none(),
              null,
              null));
      endpoints.add(endpoint(id, url));
    });
    Model model =
        new Model(
            MODEL,
            MODEL,
            "test",
            Model.Kind.CHAT,
            null,
            100_000,
            null,
            Set.of(Modality.TEXT),
            Set.of(Modality.TEXT),
            Capabilities.UNKNOWN,
            null,
            false,
            null,
            Set.of());
    return new CatalogSnapshot("test-1", providers, List.of(model), endpoints);
  }

  private static Endpoint endpoint(String provider, String url) {
    PriceVersion price =
        new PriceVersion(
            provider + "@1",
            Instant.EPOCH,
            new Rates(
                TokenRate.perMillion("2"),
                TokenRate.perMillion("4"),
                TokenRate.perMillion("0.2"),
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            List.of(),
            List.of(),
            PriceVersion.Trust.CONFIRMED);
    return new Endpoint(
        provider + ":" + MODEL,
        provider,
        MODEL,
        provider,
        "m",
        DIALECT,
        AuthStyle.BEARER,
        url,
        null,
        null,
        null,
        List.of(price),
        null,
        null,
        Capabilities.UNKNOWN,
        Set.of(),
        false,
        provider.startsWith("p-tale")
            ? new Quirks(Map.of(), Set.of(), Map.of("prefix", "implicit"))
            : Quirks.none(),
        null);
  }

  @Override
  public void close() throws Exception {
    http.close();
    provider.close();
    background.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }
}
