package cambio.router.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.sim.SimulationReport.OutageReport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The figures that the router's strategies promise, on the fifty endpoints of the published one.
 */
class SimulatorTest {

  private static final Scenario PUBLISHED = PublishedScenario.read();
  private static final long SEED = 20261123;

  @Test
  void theSameSeedGivesTheSameReport() {
    assertThat(Simulator.run(PUBLISHED, Strategy.BALANCED, 20_000, SEED))
        .isEqualTo(Simulator.run(PUBLISHED, Strategy.BALANCED, 20_000, SEED));
  }

  @Test
  void thePriceLotteryCostsWhatItsWeightsExpect() {
    Scenario scenario = PUBLISHED.healthy();
    SimulationReport report = Simulator.run(scenario, Strategy.PRICE, 100_000, SEED);
    double expected = lotteryExpectation(scenario);
    assertThat(report.successRate()).isEqualTo(1);
    assertThat(report.lotteryCostUsd()).isCloseTo(expected, within(expected * 1e-6));
    assertThat(report.meanCostUsd()).isCloseTo(expected, within(expected * 0.01));
  }

  private static double lotteryExpectation(Scenario scenario) {
    Market market = new Market(scenario);
    double inverse = 0;
    double inverseSquares = 0;
    for (int i = 0; i < market.size(); i++) {
      double price = market.costNanos(i, 0, scenario.inputTokens(), scenario.outputTokens());
      inverse += 1 / price;
      inverseSquares += 1 / (price * price);
    }
    return inverse / inverseSquares / 1e9;
  }

  @Test
  void sortByPriceIsNearTheClairvoyantOptimum() {
    SimulationReport report = Simulator.run(PUBLISHED, Strategy.SORT_PRICE, 100_000, SEED);
    double best = report.clairvoyantCostUsd();
    assertThat(report.meanCostUsd()).isCloseTo(best, within(best * 0.03));
    assertThat(report.successRate()).isGreaterThan(0.999);
  }

  @ParameterizedTest
  @CsvSource({"PRICE, DOWN", "PRICE, BLACKHOLE", "SORT_PRICE, BLACKHOLE", "BALANCED, BLACKHOLE"})
  void anySingleEndpointMayDie(Strategy strategy, Incident.Kind kind) {
    for (EndpointProfile dead : PUBLISHED.endpoints()) {
      assertThat(successWithDead(dead.name(), strategy, kind, 3_000))
          .as(dead.name())
          .isGreaterThanOrEqualTo(0.999);
    }
  }

  @ParameterizedTest
  @CsvSource({"SORT_PRICE, e01", "THROUGHPUT, e50", "LATENCY, e31", "LATENCY, e44"})
  void theOneWithMostOfTheTrafficMayDie(Strategy strategy, String dead) {
    for (Incident.Kind kind : List.of(Incident.Kind.DOWN, Incident.Kind.BLACKHOLE)) {
      assertThat(successWithDead(dead, strategy, kind, 20_000)).isGreaterThanOrEqualTo(0.999);
    }
  }

  /** Dead from second 5 on, when all are known a little. */
  private static double successWithDead(
      String endpoint, Strategy strategy, Incident.Kind kind, int requests) {
    Incident outage = new Incident(kind, endpoint, 5, 1e6, 0);
    return Simulator.run(PUBLISHED.withIncidents(List.of(outage)), strategy, requests, SEED)
        .successRate();
  }

  @ParameterizedTest
  @EnumSource(
      value = Incident.Kind.class,
      names = {"DOWN", "BLACKHOLE", "FAILING"})
  void aDyingEndpointIsLeftAtOnceAndFoundAgain(Incident.Kind kind) {
    Incident outage = new Incident(kind, "e20", 120, 120, 1);
    Scenario scenario = PUBLISHED.healthy().withIncidents(List.of(outage));
    Scenario heavy = scenario.withEndpoints(cheaper(scenario, "e20"));
    OutageReport report = Simulator.run(heavy, Strategy.PRICE, 72_000, SEED).outages().getFirst();
    assertThat(report.secondsToLeave()).isLessThanOrEqualTo(5);
    assertThat(report.latePart()).isLessThan(0.01);
    assertThat(report.secondsToReturn()).isLessThanOrEqualTo(10);
  }

  @Test
  void theRouterBeatsItsBaselines() {
    SimulationReport price = Simulator.run(PUBLISHED, Strategy.PRICE, 100_000, SEED);
    SimulationReport sorted = Simulator.run(PUBLISHED, Strategy.SORT_PRICE, 100_000, SEED);
    SimulationReport latency = Simulator.run(PUBLISHED, Strategy.LATENCY, 100_000, SEED);
    SimulationReport random = Simulator.run(PUBLISHED, Strategy.RANDOM, 100_000, SEED);
    SimulationReport cooldown = Simulator.run(PUBLISHED, Strategy.CHEAPEST_COOLDOWN, 100_000, SEED);
    assertThat(price.meanCostUsd()).isLessThan(random.meanCostUsd() / 2);
    assertThat(sorted.meanCostUsd()).isLessThan(cooldown.meanCostUsd());
    assertThat(sorted.attemptsPerRequest()).isLessThan(cooldown.attemptsPerRequest());
    assertThat(latency.firstEventP50()).isLessThan(random.firstEventP50() / 2);
    assertThat(price.successRate()).isGreaterThanOrEqualTo(cooldown.successRate());
  }

  @Test
  void whereEverythingFailsCallsStayWithinTheBudget() {
    Incident all = new Incident(Incident.Kind.FAILING, "all", 0, 1e6, 1);
    SimulationReport report =
        Simulator.run(PUBLISHED.withIncidents(List.of(all)), Strategy.PRICE, 10_000, SEED);
    assertThat(report.successRate()).isZero();
    assertThat(report.attemptsPerRequest()).isLessThanOrEqualTo(1.2);
  }

  /** The same endpoints, one of them at a price that draws a good part of the traffic. */
  private static List<EndpointProfile> cheaper(Scenario scenario, String name) {
    return scenario.endpoints().stream()
        .map(old ->
            old.name().equals(name)
                ? new EndpointProfile(
                    name,
                    old.groups(),
                    List.of(new EndpointProfile.Repricing(0, "0.15", "0.4")),
                    old.firstEventSeconds(),
                    old.firstEventSigma(),
                    old.tokensPerSecond(),
                    0,
                    Double.POSITIVE_INFINITY)
                : old)
        .toList();
  }
}
