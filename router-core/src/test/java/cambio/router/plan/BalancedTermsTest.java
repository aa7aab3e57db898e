package cambio.router.plan;

import static cambio.router.plan.Planning.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.TestCatalog;
import cambio.router.health.HealthBook;
import cambio.router.health.Outcome;
import cambio.router.health.Outcome.Kind;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.Candidate.ScorePart;
import cambio.router.plan.RoutingPolicy.DefaultStrategy;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Each term of the balanced strategy moves the share of traffic in its direction, all else being
 * equal. Shares are the exact odds that a plan shows, so that nothing is drawn here.
 */
class BalancedTermsTest {

  private static final Instant SEEN = TestCatalog.NOW.minusSeconds(100);
  private static final Outcome USUAL = Outcome.success(1, 50);

  private final HealthBook book = new HealthBook();
  private final TestCatalog catalog = new TestCatalog();

  @Test
  void theSquareOfThePriceDecidesWhereNothingElseIsKnown() {
    catalog.endpoint("a", MODEL, "1").endpoint("b", MODEL, "3");
    // 9 to 1, but for the fiftieth that is spread evenly.
    assertThat(share("a")).isCloseTo(0.98 * 0.9 + 0.01, within(1e-9));
    assertThat(share("b")).isCloseTo(0.98 * 0.1 + 0.01, within(1e-9));
  }

  @Test
  void thisRequestsTokensDecideWhichPriceCounts() {
    rated("a", "1", "9");
    rated("b", "3", "3");
    assertThat(share("a", RequestTraits.chat(10_000, 100)))
        .as("a long prompt, a short answer")
        .isGreaterThan(0.8);
    assertThat(share("a", RequestTraits.chat(100, 10_000)))
        .as("a short prompt, a long answer")
        .isLessThan(0.2);
  }

  @Test
  void realCacheHitsLowerThePrice() {
    cached("a");
    cached("b");
    see("a", USUAL.withInput(1_000, 800), 100);
    see("b", USUAL.withInput(1_000, 0), 100);
    assertThat(share("a")).isGreaterThan(0.6);
    assertThat(part("a", "price")).isLessThan(part("b", "price"));
  }

  @Test
  void fewCacheHitsPromiseLittle() {
    cached("a");
    cached("b");
    see("a", USUAL.withInput(1_000, 1_000), 1);
    see("b", USUAL.withInput(1_000, 0), 1);
    assertThat(share("a")).isBetween(0.5, 0.56);
  }

  @Test
  void aShorterWaitForTheFirstTokenGetsMore() {
    two();
    see("a", Outcome.success(0.2, 50), 100);
    see("b", Outcome.success(5, 50), 100);
    assertThat(share("a")).isGreaterThan(0.55);
    assertThat(part("a", "waiting")).isLessThan(part("b", "waiting"));
  }

  @Test
  void fasterOutputGetsMore() {
    two();
    see("a", Outcome.success(1, 100), 100);
    see("b", Outcome.success(1, 25), 100);
    assertThat(share("a")).isGreaterThan(0.55);
  }

  @Test
  void dropsRateLimitsAndBrokenToolCallsEachCost() {
    for (Outcome bad :
        List.of(Outcome.of(Kind.DROPPED), Outcome.rateLimited(null), USUAL.withToolCall(false))) {
      BalancedTermsTest other = new BalancedTermsTest();
      other.two();
      for (int i = 0; i < 50; i++) {
        // One in ten; a credential that no plan uses, so that no cooldown decides.
        other.see("a", bad, 1);
        other.see("a", USUAL.withToolCall(true), 9);
        other.see("b", USUAL.withToolCall(true), 10);
      }
      assertThat(other.share("a")).as("%s", bad).isBetween(0.40, 0.49);
      assertThat(other.part("a", "failures")).as("%s", bad).isPositive();
      assertThat(other.part("b", "failures")).as("%s", bad).isZero();
    }
  }

  @Test
  void aRateLimitCostsLessThanADrop() {
    two();
    for (int i = 0; i < 50; i++) {
      see("a", Outcome.of(Kind.DROPPED), 1);
      see("a", USUAL, 9);
      see("b", Outcome.rateLimited(null), 1);
      see("b", USUAL, 9);
    }
    assertThat(part("a", "failures")).isGreaterThan(part("b", "failures"));
    assertThat(share("b")).isGreaterThan(share("a"));
  }

  @Test
  void oneFailureOfAFewIsNotTakenForARate() {
    two();
    see("a", Outcome.of(Kind.DROPPED), 1);
    see("b", USUAL, 1);
    // As if one of 21 had failed, and not one of one.
    assertThat(share("a")).isGreaterThan(0.45);
  }

  @Test
  void everybodyKeepsAShareThatShowsARecovery() {
    catalog.endpoint("a", MODEL, "1").endpoint("b", MODEL, "1000");
    assertThat(share("b")).isCloseTo(0.01, within(1e-4));
  }

  @Test
  void sharesAddUpToOneAndTheSameSeedGivesTheSameOrder() {
    catalog.endpoint("a", MODEL, "1").endpoint("b", MODEL, "2").endpoint("c", MODEL, "4");
    double all = share("a") + share("b") + share("c");
    assertThat(all).isCloseTo(1, within(1e-9));
    RequestTraits traits = RequestTraits.chat(1_000, 500);
    assertThat(Planning.order(plan(traits))).isEqualTo(Planning.order(plan(traits)));
  }

  private void two() {
    catalog.endpoint("a", MODEL, "1").endpoint("b", MODEL, "1");
  }

  private void rated(String provider, String input, String output) {
    Rates rates = Rates.of(TokenRate.perMillion(input), TokenRate.perMillion(output));
    catalog.endpoint(provider, MODEL, "1", spec -> spec.rates(rates));
  }

  private void cached(String provider) {
    Rates rates =
        new Rates(
            TokenRate.perMillion("2"),
            TokenRate.perMillion("2"),
            TokenRate.perMillion("0.2"),
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    catalog.endpoint(provider, MODEL, "1", spec -> spec.rates(rates));
  }

  private double share(String provider) {
    return share(provider, RequestTraits.chat(1_000, 500));
  }

  private double share(String provider, RequestTraits traits) {
    return candidate(provider, traits).share();
  }

  private double part(String provider, String name) {
    return candidate(provider, RequestTraits.chat(1_000, 500)).score().stream()
        .filter(part -> part.name().equals(name))
        .mapToDouble(ScorePart::value)
        .findFirst()
        .orElseThrow();
  }

  private Candidate candidate(String provider, RequestTraits traits) {
    return plan(traits).candidates().stream()
        .filter(candidate -> candidate.endpoint().provider().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  private RoutePlan plan(RequestTraits traits) {
    RoutingPolicy policy =
        new RoutingPolicy(DefaultStrategy.BALANCED, RoutingPolicy.UnknownPrice.REFUSE, 3);
    PlanContext context =
        new PlanContext(
            catalog.snapshot(),
            book.snapshot(TestCatalog.NOW),
            catalog.availability(),
            TestCatalog.NOW,
            new SplittableRandom(5));
    RouteRequest request = new RouteRequest(List.of(MODEL), RoutePreferences.none());
    return new RoutePlanner(policy).plan(request, traits, Principal.anonymous(), context);
  }

  private void see(String provider, Outcome outcome, int times) {
    String id = provider + ":" + MODEL;
    for (int i = 0; i < times; i++) {
      book.tryStart(id, SEEN);
      book.ended(id, "another-account", outcome, SEEN);
    }
  }
}
