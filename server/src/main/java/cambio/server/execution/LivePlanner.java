package cambio.server.execution;

import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanContext;
import cambio.router.plan.PromptMeasure;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RouteRequest;
import cambio.spi.event.Usage;
import cambio.spi.request.GenerationRequest;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Plans by the facts and the health of the moment. Safe from any thread. */
public final class LivePlanner implements CallPlanner {

  private final Supplier<RoutingFacts> facts;
  private final HealthFeed health;
  private final InstantSource clock;
  private final Supplier<RandomGenerator> random;
  private final StickySessions sessions;
  private final Function<GenerationRequest, PromptMeasure> measures;

  /**
   * A planner.
   *
   * @param facts of the moment; asked at every call
   * @param random a generator that the calling thread may use
   * @param sessions where conversations are held
   */
  public LivePlanner(
      Supplier<RoutingFacts> facts,
      HealthFeed health,
      InstantSource clock,
      Supplier<RandomGenerator> random,
      StickySessions sessions) {
    this(facts, health, clock, random, sessions, request -> PromptMeasure.NONE);
  }

  /**
   * A planner that has prompts counted.
   *
   * @param measures counts a prompt where its estimate does not decide
   */
  public LivePlanner(
      Supplier<RoutingFacts> facts,
      HealthFeed health,
      InstantSource clock,
      Supplier<RandomGenerator> random,
      StickySessions sessions,
      Function<GenerationRequest, PromptMeasure> measures) {
    this.measures = measures;
    this.facts = facts;
    this.health = health;
    this.clock = clock;
    this.random = random;
    this.sessions = sessions;
  }

  @Override
  public RoutePlan plan(GenerationCall call) {
    return plan(call, call.traits(), facts.get());
  }

  /**
   * Finds out what the plan of a call goes by and is not at hand; its end says that it can be made.
   */
  CompletionStage<?> ready(GenerationCall call, RequestTraits traits) {
    return sessions.lookUp(call, traits);
  }

  RoutePlan plan(GenerationCall call, RequestTraits traits, RoutingFacts facts) {
    RouteRequest route = facts.rules().apply(call.route(), call.context().principal());
    PlanContext context =
        new PlanContext(
            facts.catalog(),
            health.snapshot(),
            facts.availability(),
            clock.instant(),
            random.get());
    RequestTraits measured =
        call.embedding() == null ? traits.measuredBy(measures.apply(call.request())) : traits;
    RoutePlan plan = facts.planner().plan(route, measured, call.context().principal(), context);
    return sessions.apply(call, traits, plan);
  }

  /** How everything does now, for what comes after the plan. */
  HealthSnapshot health() {
    return health.snapshot();
  }

  /** A call was answered whole, which may hold its conversation where it was. */
  void answered(GenerationCall call, RequestTraits traits, Candidate served, Usage usage) {
    sessions.answered(call, traits, served, usage);
  }

  RoutingFacts facts() {
    return facts.get();
  }
}
