package cambio.router.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Outcome;
import cambio.router.plan.RoutePreferences.Sort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The odds that a plan tells are those of being first. */
class ShareTest {

  private static final RequestTraits CHAT = RequestTraits.chat(1_000, null);

  private static TestCatalog market() {
    return new TestCatalog()
        .endpoint("a", Planning.MODEL, "1")
        .endpoint("b", Planning.MODEL, "3")
        .endpoint("c", Planning.MODEL, "2");
  }

  @Test
  void aThirdOfThePriceHasNineTimesTheShare() {
    RoutePlan plan = Planning.plan(market(), new TestPreferences());
    assertThat(share(plan, "a") / share(plan, "b")).isCloseTo(9, within(1e-9));
    assertThat(sum(plan)).isCloseTo(1, within(1e-12));
  }

  @Test
  void sharesAreTheFrequenciesOfManyPlans() {
    TestCatalog catalog =
        market().credentials("a", CredentialRef.operator("a-1"), CredentialRef.operator("a-2"));
    HealthSnapshot health = withUnstable("c");
    RoutePlan any = plan(catalog, health, new TestPreferences(), 0);
    int draws = 20_000;
    Map<String, Integer> firsts = new HashMap<>();
    SplittableRandom seeds = new SplittableRandom(7);
    for (int i = 0; i < draws; i++) {
      Candidate first =
          plan(catalog, health, new TestPreferences(), seeds.nextLong()).candidates().getFirst();
      firsts.merge(first.endpoint().provider() + first.credential(), 1, Integer::sum);
    }
    assertThat(any.candidates()).hasSize(4);
    for (Candidate candidate : any.candidates()) {
      double seen =
          (double) firsts.getOrDefault(candidate.endpoint().provider() + candidate.credential(), 0)
              / draws;
      assertThat(candidate.share()).isCloseTo(seen, within(0.015));
    }
    assertThat(share(any, "c")).as("an outage puts it last").isZero();
  }

  @Test
  void whereNoLotsAreDrawnTheFirstHasItAll() {
    RoutePlan sorted = Planning.plan(market(), new TestPreferences().sort(Sort.By.PRICE));
    assertThat(sorted.candidates()).extracting(Candidate::share).containsExactly(1.0, 0.0, 0.0);
    RoutePlan ordered = Planning.plan(market(), new TestPreferences().order("b"));
    assertThat(ordered.candidates().getFirst().share()).isEqualTo(1);
  }

  @Test
  void fallbackModelsHaveNone() {
    RoutePlan plan =
        Planning.plan(
            market().endpoint("z", "acme/small", "0.1"),
            new TestPreferences(),
            CHAT,
            Planning.MODEL,
            "acme/small");
    assertThat(share(plan, "z")).isZero();
    assertThat(sum(plan)).isCloseTo(1, within(1e-12));
  }

  @Test
  void theCostOfTheWholeRequestIsEstimatedExactly() {
    RoutePlan plan =
        Planning.plan(
            market(), new TestPreferences(), RequestTraits.chat(1_000, 500), "acme/large");
    for (Candidate candidate : plan.candidates()) {
      if (candidate.endpoint().provider().equals("b")) {
        assertThat(String.valueOf(plan.estimatedCost(candidate))).isEqualTo("0.0045");
      }
    }
  }

  private static RoutePlan plan(
      TestCatalog catalog, HealthSnapshot health, TestPreferences preferences, long seed) {
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(List.of(Planning.MODEL), preferences.build()),
            CHAT,
            Principal.anonymous(),
            Planning.context(catalog, health, seed));
  }

  /** Every other attempt of 18 failed: an outage, but the circuit stays closed. */
  private static HealthSnapshot withUnstable(String provider) {
    HealthBook book = new HealthBook();
    for (int i = 0; i < 9; i++) {
      for (Outcome outcome : List.of(Outcome.success(1, 10), Outcome.of(Outcome.Kind.DROPPED))) {
        book.started(provider + ":" + Planning.MODEL, TestCatalog.NOW);
        book.ended(provider + ":" + Planning.MODEL, provider + "-1", outcome, TestCatalog.NOW);
      }
    }
    return book.snapshot(TestCatalog.NOW.plusSeconds(2));
  }

  private static double share(RoutePlan plan, String provider) {
    return plan.candidates().stream()
        .filter(candidate -> candidate.endpoint().provider().equals(provider))
        .mapToDouble(Candidate::share)
        .sum();
  }

  private static double sum(RoutePlan plan) {
    return plan.candidates().stream().mapToDouble(Candidate::share).sum();
  }
}
