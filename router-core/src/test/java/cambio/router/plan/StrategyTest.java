package cambio.router.plan;

import static cambio.router.plan.Planning.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.TestCatalog;
import cambio.router.health.HealthBook;
import cambio.router.health.Outcome;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.RoutingPolicy.DefaultStrategy;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What weighs in the strategies that look at more than the price. */
class StrategyTest {

  private static final Instant SEEN = TestCatalog.NOW.minusSeconds(2);
  private static final int PLANS = 4_000;

  private final HealthBook book = new HealthBook();
  private final TestCatalog catalog = new TestCatalog();

  @Test
  void alikeEndpointsShareTheTrafficEvenly() {
    four("1", "1", "1", "1");
    assertThat(share("a", DefaultStrategy.BALANCED, MODEL)).isCloseTo(0.25, within(0.03));
  }

  @Test
  void balancedGivesTheFasterOfEquallyDearOnesMore() {
    four("1", "1", "1", "1");
    see("a", Outcome.success(0.3, 100), 200);
    for (String slow : List.of("b", "c", "d")) {
      see(slow, Outcome.success(6, 30), 200);
    }
    assertThat(share("a", DefaultStrategy.BALANCED, MODEL)).isGreaterThan(0.3);
  }

  @Test
  void balancedLeavesAnEndpointThatFailsButKeepsExploringIt() {
    four("1", "1", "1", "1");
    for (int i = 0; i < 100; i++) {
      see("a", Outcome.of(Outcome.Kind.DROPPED), 1);
      see("a", Outcome.success(1, 10), 4);
      see("b", Outcome.success(1, 10), 5);
      see("c", Outcome.success(1, 10), 5);
      see("d", Outcome.success(1, 10), 5);
    }
    double share = share("a", DefaultStrategy.BALANCED, MODEL);
    assertThat(share).isBetween(0.12, 0.22);
  }

  @Test
  void balancedExploresEvenTheDearest() {
    four("1", "1", "1", "1000");
    assertThat(share("d", DefaultStrategy.BALANCED, MODEL)).isCloseTo(0.005, within(0.004));
  }

  @Test
  void fewSamplesAreDrawnTowardsThePeers() {
    four("1", "1", "1", "1");
    for (String known : List.of("b", "c", "d")) {
      see(known, Outcome.success(1, 50), 200);
    }
    see("a", Outcome.success(60, 50), 1);
    assertThat(share("a", DefaultStrategy.BALANCED, MODEL)).isGreaterThan(0.15);
  }

  @Test
  void shrinkageWeighsSamplesAgainstThePeersMedian() {
    Peers two = new Peers(2, 5, 1);
    assertThat(two.shrunk(10, 20, 20, 0)).isEqualTo(7.5);
    assertThat(two.shrunk(Double.NaN, 0, 20, 0)).isEqualTo(5);
    assertThat(new Peers(0, Double.NaN, Double.NaN).shrunk(Double.NaN, 0, 20, 3)).isEqualTo(3);
  }

  @Test
  void cacheHitsMakeAnEndpointCheaperInEffect() {
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
    for (String provider : List.of("a", "b", "c")) {
      catalog.endpoint(provider, MODEL, "1", spec -> spec.rates(rates));
    }
    see("a", Outcome.success(1, 50).withInput(1_000, 900), 200);
    see("b", Outcome.success(1, 50).withInput(1_000, 0), 200);
    see("c", Outcome.success(1, 50).withInput(1_000, 0), 200);
    assertThat(share("a", DefaultStrategy.BALANCED, MODEL)).isGreaterThan(0.6);
    assertThat(share("a", DefaultStrategy.PRICE, MODEL)).isCloseTo(0.333, within(0.03));
  }

  @Test
  void exactoPutsBrokenToolCallsLastAndTheUnknownBetween() {
    four("5", "5", "5", "1");
    catalog.endpoint("e", MODEL, "0.5");
    for (String good : List.of("a", "b", "c")) {
      see(good, Outcome.success(1, 50).withToolCall(true), 150);
    }
    for (int i = 0; i < 150; i++) {
      see("d", Outcome.success(1, 50).withToolCall(i % 3 != 0), 1);
    }
    RoutePlan plan = plan(1, DefaultStrategy.PRICE, MODEL + ":exacto");
    List<String> order = Planning.order(plan);
    assertThat(plan.strategy()).isEqualTo("exacto");
    assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(order.subList(3, 5)).containsExactly("e", "d");
    assertThat(plan.candidates().getLast().score().getLast().detail()).contains("tool calls");
  }

  @Test
  void exactoPutsNobodyBackWhereTooFewCanBeCompared() {
    catalog.endpoint("a", MODEL, "1").endpoint("b", MODEL, "1");
    see("a", Outcome.success(1, 50).withToolCall(false), 150);
    see("b", Outcome.success(1, 50).withToolCall(true), 150);
    assertThat(share("a", DefaultStrategy.PRICE, MODEL + ":exacto")).isCloseTo(0.5, within(0.05));
  }

  @Test
  void theOperatorsDefaultHolds() {
    four("1", "2", "3", "4");
    see("d", Outcome.success(0.1, 500), 50);
    see("a", Outcome.success(2, 20), 50);
    assertThat(Planning.order(plan(1, DefaultStrategy.THROUGHPUT, MODEL)).getFirst())
        .isEqualTo("d");
    assertThat(Planning.order(plan(1, DefaultStrategy.LATENCY, MODEL)).getFirst()).isEqualTo("d");
  }

  private void four(String... prices) {
    String[] names = {"a", "b", "c", "d"};
    for (int i = 0; i < names.length; i++) {
      catalog.endpoint(names[i], MODEL, prices[i]);
    }
  }

  private double share(String provider, DefaultStrategy strategy, String model) {
    int first = 0;
    for (int seed = 0; seed < PLANS; seed++) {
      RoutePlan plan = plan(seed, strategy, model);
      first += plan.candidates().getFirst().endpoint().provider().equals(provider) ? 1 : 0;
    }
    return (double) first / PLANS;
  }

  private RoutePlan plan(int seed, DefaultStrategy strategy, String model) {
    RoutingPolicy policy = new RoutingPolicy(strategy, RoutingPolicy.UnknownPrice.REFUSE, 3);
    PlanContext context =
        new PlanContext(
            catalog.snapshot(),
            book.snapshot(TestCatalog.NOW),
            catalog.availability(),
            TestCatalog.NOW,
            new SplittableRandom(seed * 31L + 7));
    return new RoutePlanner(policy)
        .plan(
            new RouteRequest(List.of(model), RoutePreferences.none()),
            RequestTraits.chat(1_000, 500),
            Principal.anonymous(),
            context);
  }

  private void see(String provider, Outcome outcome, int times) {
    String id = provider + ":" + MODEL;
    for (int i = 0; i < times; i++) {
      book.tryStart(id, SEEN);
      book.ended(id, provider + "-1", outcome, SEEN);
    }
  }
}
