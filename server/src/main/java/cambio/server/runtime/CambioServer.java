package cambio.server.runtime;

import cambio.catalog.ShippedCatalog;
import cambio.router.attempt.RetryBudget;
import cambio.router.auto.AutoChooser;
import cambio.router.auto.FeedbackScores;
import cambio.router.auto.PublicScores;
import cambio.router.auto.TaskClassifier;
import cambio.router.health.HealthBook;
import cambio.router.plan.Principal;
import cambio.server.admin.AdminServer;
import cambio.server.admin.CallMetrics;
import cambio.server.admin.HealthCheck;
import cambio.server.admin.Metrics;
import cambio.server.admin.Readiness;
import cambio.server.admin.RequestLog;
import cambio.server.config.HttpSettings;
import cambio.server.config.LiveConfig;
import cambio.server.config.ServerConfig;
import cambio.server.content.ContentStore;
import cambio.server.execution.BookedHealth;
import cambio.server.execution.CallObserver;
import cambio.server.execution.CallPlanner;
import cambio.server.execution.ConversationMemory;
import cambio.server.execution.ExecutionLimits;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import cambio.server.execution.LivePlanner;
import cambio.server.execution.RoutedEngine;
import cambio.server.execution.StickySessions;
import cambio.server.execution.VerdictClient;
import cambio.server.feedback.FeedbackDesk;
import cambio.server.idempotency.Idempotency;
import cambio.server.ledger.Failpoints;
import cambio.server.net.FewerWrites;
import cambio.server.plugin.PluginLoader;
import cambio.server.plugin.PluginReport;
import cambio.server.reasoning.ReasoningMemory;
import cambio.server.reuse.ReuseParts;
import cambio.server.reuse.ReusingEngine;
import cambio.server.routing.AutoPreparer;
import cambio.server.routing.CallPreparer;
import cambio.server.routing.ContextCompressor;
import cambio.server.routing.PreparedEngine;
import cambio.server.routing.PreparedPlanner;
import cambio.server.store.Database;
import cambio.server.store.JdbcFeedbackStore;
import cambio.server.store.JdbcTenantStore;
import cambio.server.structured.SchemaCheck;
import cambio.server.structured.ToolCallCheck;
import cambio.server.surface.DoorContext;
import cambio.server.surface.GenerationIds;
import cambio.server.surface.NativeRestNotice;
import cambio.server.surface.RequestBodies;
import cambio.server.surface.grpc.GrpcLimits;
import cambio.server.surface.grpc.GrpcPorts;
import cambio.server.surface.grpc.GrpcSurface;
import cambio.server.surface.openai.OpenAiDoor;
import cambio.server.surface.openrouter.OpenRouterAccount;
import cambio.server.surface.openrouter.OpenRouterDoor;
import cambio.server.surface.openrouter.OpenRouterKeys;
import cambio.server.tokens.PromptCounter;
import cambio.server.upstream.EndpointClient;
import cambio.server.upstream.HttpEndpointClient;
import cambio.server.upstream.UpstreamHttp;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running router. Everything is put together in {@link #assemble}, from the inside out; what is
 * opened there is closed by {@link #close} in the opposite order. It is long because it names every
 * part once: a table of contents, whose chapters have classes of their own.
 */
public final class CambioServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CambioServer.class);

  private static final Duration UPSTREAM_IDLE = Duration.ofSeconds(50);
  private static final int HTTP2_WINDOW_BYTES = 256 * 1024;
  private static final Duration QUIET = Duration.ofMillis(200);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  private final SettableHealthChecker serving = new SettableHealthChecker(false);
  private final LiveConfig live;
  private PluginReport plugins = new PluginReport(List.of(), List.of());
  private int port;
  private int adminPort;
  private boolean closed;

  private CambioServer(LiveConfig live) {
    this.live = live;
  }

  /**
   * Starts a router, and returns when it serves. The configuration is watched from then on, and
   * closed with the router.
   *
   * @throws RuntimeException where a port is taken or the database cannot be used; what was opened
   *     before is closed again. A PostgreSQL server that is away is no reason not to start
   */
  public static CambioServer start(LiveConfig live) {
    CambioServer server = new CambioServer(live);
    try {
      server.assemble();
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** The public listener's port. */
  public int port() {
    return port;
  }

  /** The admin listener's port. */
  public int adminPort() {
    return adminPort;
  }

  /** What was found of plugins. */
  public PluginReport plugins() {
    return plugins;
  }

  private void assemble() {
    ServerConfig config = live.state().config();
    opened.push(live);

    // What calls are routed by: adapters once, the catalogue and credentials as they change.
    PluginLoader.Plugins found = PluginLoader.load(config.plugins().directory());
    plugins = found.report();
    LiveFacts facts = new LiveFacts(live, found.registry());

    // What outlives a call: health, limits, and the records of generations.
    HealthBook book = new HealthBook();
    BookedHealth health = new BookedHealth(book, clock);
    Database database = open(Database.follow(config.data()));
    Failpoints failpoints = Failpoints.of(System.getenv());
    GenerationIds ids = new GenerationIds(clock, random);
    Accounting accounting = open(Accounting.of(database, config, ids, clock, failpoints));
    ExecutorService background = open(Executors.newVirtualThreadPerTaskExecutor());
    Quotas quotas = open(Quotas.of(live, accounting.ledger(), background, clock, ids::request));
    SharedState shared =
        open(SharedState.of(config.redis(), quotas.link(), book, ids.request(), clock));
    ContentStore content = open(KeptContent.open(config, database, background, clock));
    Metrics metrics = Metrics.create();
    accounting.register(metrics.counters());

    // One set of event loops for both sides, so that a chunk never changes threads.
    EventLoopGroup loops = loops();
    UpstreamHttp http = open(new UpstreamHttp(loops, config.timeouts().connect(), UPSTREAM_IDLE));

    PromptCounter prompts = new PromptCounter(background);
    LivePlanner planner =
        new LivePlanner(
            facts::routing,
            health,
            clock,
            ThreadLocalRandom::current,
            new StickySessions(clock, shared.pins()),
            prompts::measure);
    CallObserver observer =
        new CallMetrics(metrics.counters(), metrics.exposed())
            .and(new RequestLog(config.server().logRequests()));
    RoutedEngine routed =
        RoutedEngine.of(
            new RoutedEngine.Parts(
                planner,
                quotas.service().admission(),
                endpointClient(http, found, facts, health, background),
                new SchemaCheck(background),
                accounting.log(),
                observer,
                ExecutionLimits.standard(config.timeouts().streamIdle()),
                RetryBudget.standard(),
                memory(config, content, found, facts),
                clock,
                System::nanoTime,
                failpoints));

    FeedbackScores opinions = new FeedbackScores();
    FeedbackDesk feedback =
        open(new FeedbackDesk(new JdbcFeedbackStore(database), opinions, clock));

    // What a call asks for before it can be planned; the same for serving and for planning only.
    CallPreparer presets = call -> facts.presets().apply(call);
    CallPreparer preparer =
        presets
            .then(
                new AutoPreparer(
                    facts::routing,
                    health,
                    clock,
                    ThreadLocalRandom::current,
                    TaskClassifier.shipped(),
                    new AutoChooser(
                        List.of(opinions, new PublicScores(ShippedCatalog.benchmarks())))))
            .then(
                new ContextCompressor(
                    facts::routing, health, clock, ThreadLocalRandom::current, prompts));
    ReuseParts reuse =
        new ReuseParts(
            routed,
            planner,
            quotas.service().admission(),
            content,
            zeroRetention(facts),
            facts::cachingKeys,
            accounting.log(),
            observer,
            clock);
    GenerationEngine engine =
        new PreparedEngine(
            config.content().answers() ? new ReusingEngine(reuse) : routed, preparer);
    CallPlanner plans = new PreparedPlanner(planner, preparer);

    // The doors: all of them see the same engine, keys and catalogue.
    Tenancy tenancy =
        open(
            Tenancy.of(
                live,
                new JdbcTenantStore(database),
                accounting.credits()::rule,
                clock,
                background));
    Idempotency idempotency =
        open(
            Idempotent.open(
                config,
                quotas.link(),
                accounting.generations(),
                zeroRetention(facts),
                background,
                clock));
    RequestBodies bodies = new RequestBodies(config.server().maxBodiesBytes());
    DoorContext context =
        new DoorContext(
            engine,
            idempotency,
            tenancy.authenticator(),
            () -> facts.routing().catalog(),
            () -> facts.routing().availability(),
            clock,
            ids,
            config.server().maxBodyBytes(),
            bodies,
            config.timeouts().request(),
            background);
    GrpcSurface grpc =
        new GrpcSurface(
            new GrpcPorts(
                engine,
                idempotency,
                plans,
                tenancy.authenticator(),
                tenancy.administration(),
                accounting.credits(),
                quotas.service().held(),
                () -> facts.routing().catalog(),
                () -> facts.routing().availability(),
                accounting.generations(),
                feedback,
                background,
                List.of(serving),
                ids::generation,
                ids::request,
                clock),
            grpcLimits(config),
            bodies);

    Readiness readiness = new Readiness(checks(accounting, quotas, database));
    adminPort = startAdmin(config, metrics, readiness, grpc);
    OpenRouterKeys keys =
        new OpenRouterKeys(context, tenancy.administration(), accounting.ledger());
    OpenRouterAccount account =
        new OpenRouterAccount(context, accounting.ledger(), accounting.generations());
    shared.warm();
    port = startPublic(config.server(), loops, context, keys, account, grpc, readiness);
    live.watch();
    log.info("serving on {}:{}, admin on {}", config.server().host(), port, adminPort);
  }

  private ConversationMemory memory(
      ServerConfig config, ContentStore content, PluginLoader.Plugins found, LiveFacts facts) {
    return config.content().reasoning()
        ? new ReasoningMemory(
            content,
            config.content().ttl(),
            zeroRetention(facts),
            found.registry()::takesReasoningBack,
            clock)
        : ConversationMemory.NONE;
  }

  /** Whether nothing may be kept for a call: it says so itself, or a rule above it does. */
  private static Predicate<GenerationCall> zeroRetention(LiveFacts facts) {
    return call -> {
      Principal principal = call.context().principal();
      return principal.entitlements().zdr()
          || facts.routing().rules().apply(call.route(), principal).preferences().zdr();
    };
  }

  /**
   * How an attempt is made, from the inside out. Retry and fallback are no layer here: they need
   * the plan and the history, and are the runner's loop.
   */
  private EndpointClient endpointClient(
      UpstreamHttp http,
      PluginLoader.Plugins found,
      LiveFacts facts,
      BookedHealth health,
      Executor background) {
    EndpointClient client = new HttpEndpointClient(http, found.registry(), facts::targets, clock);
    // Outside of HTTP, so that whatever goes wrong in there is a verdict; and it alone keeps count
    // of what is under way, which the concurrency limit of an endpoint is learned from.
    return new VerdictClient(client, health, new ToolCallCheck(background), System::nanoTime);
  }

  private int startAdmin(
      ServerConfig config, Metrics metrics, Readiness readiness, GrpcSurface grpc) {
    AdminServer admin =
        open(
            AdminServer.start(
                config.admin().host(),
                config.admin().port(),
                metrics.exposed(),
                readiness,
                grpc.services()));
    return admin.port();
  }

  private int startPublic(
      HttpSettings settings,
      EventLoopGroup loops,
      DoorContext context,
      OpenRouterKeys keys,
      OpenRouterAccount account,
      GrpcSurface grpc,
      Readiness readiness) {
    Duration drain = settings.drainTimeout();
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(settings.host(), settings.port()))
            .workerGroup(loops, false)
            // Calls have deadlines of their own, whose end is an honest failure.
            .requestTimeoutMillis(0)
            .maxRequestLength(settings.maxBodyBytes())
            .idleTimeout(settings.idleTimeout())
            .http2InitialStreamWindowSize(HTTP2_WINDOW_BYTES)
            .http2InitialConnectionWindowSize(4 * HTTP2_WINDOW_BYTES)
            .gracefulShutdownTimeout(drain.compareTo(QUIET) < 0 ? drain : QUIET, drain)
            .childChannelPipelineCustomizer(FewerWrites::fromCaller)
            .disableServerHeader();
    new OpenAiDoor(context).bindTo(builder);
    new OpenRouterDoor(context).bindTo(builder);
    keys.bindTo(builder);
    account.bindTo(builder);
    new NativeRestNotice().bindTo(builder);
    grpc.addTo(builder);
    Server server = builder.build();
    server.start().join();
    opened.push(() -> server.stop().join());
    serving.setHealthy(true);
    readiness.start();
    // Closed first: who asks is told to go elsewhere before anything stops.
    opened.push(() -> {
      readiness.drain();
      serving.setHealthy(false);
    });
    return server.activeLocalPort();
  }

  /** Without one of the stores a router does what it can; without both another may do better. */
  private static List<HealthCheck> checks(Accounting accounting, Quotas quotas, Database database) {
    List<HealthCheck> checks = new ArrayList<>(quotas.checks());
    checks.addAll(accounting.checks());
    checks.add(
        new HealthCheck(
            "stores",
            true,
            () ->
                quotas.away() && database.away()
                    ? "neither Redis nor the database answers"
                    : null));
    return checks;
  }

  private static GrpcLimits grpcLimits(ServerConfig config) {
    int maxMessage = (int) Math.min(Integer.MAX_VALUE, config.server().maxBodyBytes());
    return new GrpcLimits(
        maxMessage, config.timeouts().request(), GrpcLimits.DEFAULTS.receiveTimeout());
  }

  private EventLoopGroup loops() {
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    EventLoopGroup loops = EventLoopGroups.newEventLoopGroup(cores, "cambio-loop");
    opened.push(() -> loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly());
    return loops;
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  /**
   * Stops: readiness turns off, no connection is accepted any more, calls under way finish or reach
   * the drain limit, and then everything is closed. Harmless when called again.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        log.warn("a part of the router did not close", e);
      }
    }
    log.info("stopped");
  }
}
