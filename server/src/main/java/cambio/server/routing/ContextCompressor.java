package cambio.server.routing;

import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.context.MiddleOut;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanContext;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RouteNotes;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RouteRequest;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.HealthFeed;
import cambio.server.execution.RoutingFacts;
import cambio.server.tokens.PromptCounter;
import cambio.spi.request.GenerationRequest;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Compresses prompts that are too long for every endpoint that may otherwise serve them, where the
 * caller allows it ({@code transforms: ["middle-out"]}). The prompt is fitted to the endpoint with
 * the longest context, with a fifth of it to spare, for its length is counted in tokens of another
 * family, or an estimate.
 */
public final class ContextCompressor implements CallPreparer {

  private static final double SPARE = 0.8;
  private static final int MOST_TRIES = 4;
  private static final int MOST_MESSAGES = 1_000;

  private final Supplier<RoutingFacts> facts;
  private final HealthFeed health;
  private final InstantSource clock;
  private final Supplier<RandomGenerator> random;
  private final PromptCounter counter;

  /**
   * A compressor.
   *
   * @param facts of the moment
   * @param random a generator that the calling thread may use
   * @param counter counts prompts
   */
  public ContextCompressor(
      Supplier<RoutingFacts> facts,
      HealthFeed health,
      InstantSource clock,
      Supplier<RandomGenerator> random,
      PromptCounter counter) {
    this.facts = facts;
    this.health = health;
    this.clock = clock;
    this.random = random;
    this.counter = counter;
  }

  @Override
  public GenerationCall prepare(GenerationCall call) {
    if (!call.route().wishes().middleOut()) {
      return call;
    }
    Integer longest = longestContext(call);
    if (longest == null) {
      return call;
    }
    Integer answer = call.request().output().maxTokens();
    long room = (long) ((longest - (answer == null ? 0L : answer)) * SPARE);
    MiddleOut.Result result = fitted(call.request(), room);
    if (!result.changed()) {
      return call;
    }
    RouteNotes notes =
        call.route()
            .notes()
            .and(
                new RouteNotes.Step(
                    "context_compression",
                    "middle-out",
                    ("left out %d messages and the middle of %d texts: about %d tokens became %d,"
                            + " to fit a context of %d")
                        .formatted(
                            result.removedMessages(),
                            result.cutTexts(),
                            result.tokensBefore(),
                            result.tokensAfter(),
                            longest)));
    return new GenerationCall(
        result.request(), call.route().withNotes(notes), call.delivery(), call.context());
  }

  /** Compresses until the count fits, for it is not the same part of the estimate everywhere. */
  private MiddleOut.Result fitted(GenerationRequest request, long room) {
    long budget = room;
    MiddleOut.Result result;
    int tries = 0;
    do {
      int tokens = counter.tokens(request);
      if (tries == 0 && tokens > 0) {
        budget = room * RequestTraits.of(request).estimatedInputTokens() / tokens;
      }
      int most = (int) Math.clamp(budget, 1, Integer.MAX_VALUE);
      result = MiddleOut.compress(request, most, MOST_MESSAGES);
      int after = counter.tokens(result.request());
      if (after <= room) {
        return result;
      }
      budget = budget * room / after;
    } while (++tries < MOST_TRIES);
    return result;
  }

  /** The longest context of those that would serve a short prompt; null where none is known. */
  private @Nullable Integer longestContext(GenerationCall call) {
    RoutingFacts now = facts.get();
    PlanContext context =
        new PlanContext(
            now.catalog(), health.snapshot(), now.availability(), clock.instant(), random.get());
    RouteRequest ruled = now.rules().apply(call.route(), call.context().principal());
    RequestTraits traits = RequestTraits.of(call.request()).withInputTokens(1);
    RoutePlan plan = now.planner().plan(ruled, traits, call.context().principal(), context);
    Integer longest = null;
    for (Candidate candidate : plan.candidates()) {
      Integer own = context(candidate.endpoint(), now);
      if (own == null) {
        return null;
      }
      longest = longest == null || own > longest ? own : longest;
    }
    return longest;
  }

  private static @Nullable Integer context(Endpoint endpoint, RoutingFacts facts) {
    if (endpoint.contextLength() != null) {
      return endpoint.contextLength();
    }
    Model model = facts.catalog().model(endpoint.model());
    return model == null ? null : model.contextLength();
  }
}
