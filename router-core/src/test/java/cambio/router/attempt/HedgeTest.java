package cambio.router.attempt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Outcome;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanContext;
import cambio.router.plan.Principal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RoutingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HedgeTest {

  private static final Instant NOW = TestCatalog.NOW;
  private static final String LARGE = "acme/large";

  private final HedgePolicy policy = new HedgePolicy(new AttemptPolicy(AttemptLimits.standard()));

  private static RoutePlan plan(String... order) {
    TestCatalog catalog = new TestCatalog().endpoint("z", "acme/other", "1");
    for (String provider : order) {
      catalog.endpoint(provider, LARGE, "1");
    }
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(
                List.of(LARGE, "acme/other"), new TestPreferences().order(order).build()),
            RequestTraits.chat(100, null),
            Principal.anonymous(),
            new PlanContext(
                catalog.snapshot(),
                HealthSnapshot.unknown(),
                catalog.availability(),
                NOW,
                new SplittableRandom(1)));
  }

  private static AttemptRecord running(Candidate candidate) {
    return new AttemptRecord(
        1, AttemptReason.FIRST, candidate, NOW, null, Verdict.IGNORE, null, null);
  }

  @Test
  void theNextEndpointOfTheModelRunsBeside() {
    RoutePlan plan = plan("a", "b");
    NextStep.Try beside =
        policy.beside(
            plan,
            List.of(),
            running(plan.candidates().getFirst()),
            HealthSnapshot.unknown(),
            NOW.plusSeconds(1),
            NOW.plusSeconds(30));
    assertThat(requireNonNull(beside).candidate().endpoint().provider()).isEqualTo("b");
  }

  @Test
  void anotherModelDoesNot() {
    RoutePlan plan = plan("a");
    assertThat(plan.candidates()).hasSize(2);
    assertThat(
            policy.beside(
                plan,
                List.of(),
                running(plan.candidates().getFirst()),
                HealthSnapshot.unknown(),
                NOW.plusSeconds(1),
                NOW.plusSeconds(30)))
        .isNull();
  }

  @Test
  void theDelayIsTheEndpointsOwn95thPercentile() {
    HealthBook book = new HealthBook();
    for (int i = 1; i < HedgePolicy.LEAST_SAMPLES; i++) {
      sample(book, i);
    }
    assertThat(HedgePolicy.delay(book.snapshot(NOW).endpoint("e"))).isNull();
    for (int i = HedgePolicy.LEAST_SAMPLES; i <= 100; i++) {
      sample(book, i);
    }
    Duration delay = HedgePolicy.delay(book.snapshot(NOW.plusSeconds(2)).endpoint("e"));
    assertThat(delay).isBetween(Duration.ofSeconds(93), Duration.ofSeconds(97));
  }

  private static void sample(HealthBook book, int seconds) {
    book.started("e", NOW);
    book.ended("e", "c", Outcome.success(seconds, Double.NaN), NOW);
  }

  @Test
  void theBudgetIsATwentiethOfTheRequests() {
    HedgeBudget budget = HedgeBudget.standard();
    for (int i = 0; i < HedgeBudget.MOST_TOKENS; i++) {
      budget = budget.requested().hedged();
    }
    int hedges = 0;
    for (int i = 0; i < 1_000; i++) {
      budget = budget.requested();
      if (budget.allowsHedge()) {
        budget = budget.hedged();
        hedges++;
      }
    }
    assertThat(hedges).isBetween(49, 51);
    HedgeBudget empty = new HedgeBudget(0);
    assertThatThrownBy(empty::hedged).isInstanceOf(IllegalStateException.class);
  }
}
