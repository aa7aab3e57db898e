package cambio.router.sim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What came of one strategy in one scenario.
 *
 * @param requests how many arrived
 * @param successRate part of them that were answered before the deadline
 * @param meanCostUsd of an answered request; this and the next four NaN where none was answered
 * @param clairvoyantCostUsd the same had each gone to the cheapest endpoint that would have
 *     answered it, which nobody can know
 * @param lotteryCostUsd what the inverse-square lottery itself expects over all endpoints, none of
 *     them failing: the mean of Σ(1/p)/Σ(1/p²)
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
    double lotteryCostUsd,
    double firstEventP50,
    double firstEventP99,
    double attemptsPerRequest,
    Map<String, Double> shares,
    List<OutageReport> outages) {

  public SimulationReport {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    outages = List.copyOf(outages);
  }

  /**
   * How an outage was met.
   *
   * @param secondsToLeave until fewer than 1 % of the requests went there first, or fewer than a
   *     tenth of its share before; NaN where it had no share before
   * @param secondsToReturn from its end until it had half of its former share again; NaN where it
   *     did not within the simulation, or had none before
   * @param latePart part of the requests that still tried it first from five seconds after it died
   *     to its end, probes included; NaN where it did not last so long
   */
  public record OutageReport(
      String endpoint,
      double fromSecond,
      double secondsToLeave,
      double secondsToReturn,
      double latePart) {}

  /** The longest time to leave a dying endpoint; NaN where there is none. */
  public double worstLeave() {
    return worst(OutageReport::secondsToLeave);
  }

  /** The longest time to return to one that is back; NaN where there is none. */
  public double worstReturn() {
    return worst(OutageReport::secondsToReturn);
  }

  /** The largest part of requests that tried a dead endpoint first; NaN where there is none. */
  public double worstLatePart() {
    return worst(OutageReport::latePart);
  }

  private double worst(ToDoubleFunction<OutageReport> figure) {
    return outages.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(Double.NaN);
  }
}
