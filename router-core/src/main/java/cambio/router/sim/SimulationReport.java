package cambio.router.sim;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of one strategy in one scenario.
 *
 * @param requests how many arrived
 * @param successRate part of them that were answered before the deadline
 * @param meanCostUsd of an answered request
 * @param clairvoyantCostUsd the same had each gone to the cheapest endpoint that would have
 *     answered it, which nobody can know
 * @param firstEventP50 seconds from arrival to the first event, failed attempts included
 * @param firstEventP99 the same
 * @param attemptsPerRequest calls to endpoints
 * @param shares part of the answers by endpoint, in the scenario's order
 * @param outages how each outage of a single endpoint was met
 */
public record SimulationReport(
    Strategy strategy,
    long requests,
    double successRate,
    double meanCostUsd,
    double clairvoyantCostUsd,
    double firstEventP50,
    double firstEventP99,
    double attemptsPerRequest,
    Map<String, Double> shares,
    List<OutageReport> outages) {

  public SimulationReport {
    outages = List.copyOf(outages);
  }

  /**
   * How an outage was met.
   *
   * @param secondsToLeave until fewer than 1 % of the requests went there first, or fewer than a
   *     tenth of its share before; NaN where it had no share before
   * @param secondsToReturn from its end until it had half of its former share again; NaN where it
   *     did not within the simulation, or had none before
   */
  public record OutageReport(
      String endpoint, double fromSecond, double secondsToLeave, double secondsToReturn) {}

  /** One line of figures, under {@link #header}. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-34s %9d %9.4f%% %12.6f %9.3f %9.3f %9.4f %9s %9s",
        strategy.label(),
        requests,
        successRate * 100,
        meanCostUsd,
        firstEventP50,
        firstEventP99,
        attemptsPerRequest,
        worst(outages.stream().mapToDouble(OutageReport::secondsToLeave).toArray()),
        worst(outages.stream().mapToDouble(OutageReport::secondsToReturn).toArray()));
  }

  /** What the figures of {@link #line} are. */
  public static String header() {
    return String.format(
        Locale.ROOT,
        "%-34s %9s %10s %12s %9s %9s %9s %9s %9s",
        "strategy",
        "requests",
        "answered",
        "USD/answer",
        "ttft p50",
        "ttft p99",
        "attempts",
        "leave s",
        "return s");
  }

  private static String worst(double[] values) {
    double worst = Double.NaN;
    for (double value : values) {
      if (!Double.isNaN(value) && !(worst > value)) {
        worst = value;
      }
    }
    return Double.isNaN(worst) ? "-" : String.format(Locale.ROOT, "%.0f", worst);
  }
}
