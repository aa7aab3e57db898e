package cambio.router.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios that nobody would write on purpose are simulated all the same. */
class OddScenarioTest {

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void oneEndpointThatIsDeadAllTheTime(Strategy strategy) {
    SimulationReport report =
        run(
            strategy,
            """
            traffic rate 10 input 100 output 50 deadline 2
            endpoint a in 1 out 2 ttft 0.5 speed 50
            incident blackhole all at 0 for 1000000000
            """);
    assertThat(report.successRate()).isZero();
    assertThat(report.meanCostUsd()).isNaN();
    assertThat(report.shares()).containsEntry("a", 0.0);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void oneRequestAnHourToEndpointsThatCostNothing(Strategy strategy) {
    SimulationReport report =
        run(
            strategy,
            """
            traffic rate 0.001 input 100 output 50
            endpoint a in 0 out 0 ttft 0.5 speed 50
            endpoint b in 0 out 0 ttft 0.5 speed 50
            incident down a at 100 for 1000000
            incident down a at 100000 for 1000000
            """);
    assertThat(report.successRate()).isEqualTo(1);
    assertThat(report.meanCostUsd()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aFloodThatNobodyCanBear(Strategy strategy) {
    SimulationReport report =
        run(
            strategy,
            """
            traffic rate 1000000 input 1 output 1 spread 3 deadline 0.1 retry-after 100000
            endpoint a in 999999 out 0.000001 ttft 10000 sigma 5 speed 0.001 capacity 0.001
            endpoint b in 0.000000001 out 1 ttft 0.001 sigma 0 speed 1000000 capacity 1 groups x,x
            incident capacity x at 0 for 0 value 0
            incident drift all at 0 for 1 value 0
            incident speed all at 0 for 1 value 0
            """);
    assertThat(report.successRate()).isBetween(0.0, 0.1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"PRICE", "SORT_PRICE", "BALANCED"})
  void threeWhoseRateLimitsAddUpToLittleMoreThanTheTraffic(Strategy strategy) {
    SimulationReport report = run(strategy, capped(20), 10_000);
    assertThat(report.successRate()).isGreaterThanOrEqualTo(0.999);
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"PRICE", "SORT_PRICE", "BALANCED"})
  void threeThatCanServeASeventeenthOfTheTrafficServeMostOfThat(Strategy strategy) {
    SimulationReport report = run(strategy, capped(1), 10_000);
    assertThat(report.successRate()).isGreaterThan(0.6 * 3 / 50);
    assertThat(report.attemptsPerRequest()).isLessThan(1);
  }

  private static String capped(int capacity) {
    return """
    traffic rate 50 input 1000 output 300 deadline 30
    endpoint a in 1 out 2 ttft 0.5 speed 50 capacity %1$d
    endpoint b in 2 out 4 ttft 0.5 speed 60 capacity %1$d
    endpoint c in 4 out 8 ttft 0.4 speed 80 capacity %1$d
    """
        .formatted(capacity);
  }

  @Property(tries = 20)
  void anyNumberOfEndpointsAndIncidents(
      @ForAll @IntRange(min = 1, max = 300) int endpoints, @ForAll long seed) {
    List<EndpointProfile> profiles = new ArrayList<>();
    List<Incident> incidents = new ArrayList<>();
    Incident.Kind[] kinds = Incident.Kind.values();
    for (int i = 0; i < endpoints; i++) {
      profiles.add(PublishedScenario.read().endpoints().get(i % 50).named("e" + i));
      incidents.add(new Incident(kinds[i % kinds.length], i % 9 == 0 ? "all" : "e" + i, i, i, 0.7));
    }
    Scenario scenario = PublishedScenario.read().withEndpoints(profiles).withIncidents(incidents);
    Strategy strategy = Strategy.values()[Math.floorMod(seed, Strategy.values().length)];
    SimulationReport report = Simulator.run(scenario, strategy, 300, seed);
    assertThat(report.successRate()).isBetween(0.0, 1.0);
    assertThat(report.shares()).hasSize(endpoints);
  }

  private static SimulationReport run(Strategy strategy, String scenario) {
    return run(strategy, scenario, 2_000);
  }

  private static SimulationReport run(Strategy strategy, String scenario, int requests) {
    return Simulator.run(ScenarioReader.read(scenario), strategy, requests, 7);
  }
}
