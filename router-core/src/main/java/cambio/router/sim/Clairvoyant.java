package cambio.router.sim;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Who knows beforehand what each endpoint would answer, and takes the cheapest that would. Fills
 * every endpoint to its capacity; leaves out what costs nothing where others do cost something, as
 * the router does; nobody can do better on price, and nobody can do it.
 */
final class Clairvoyant {

  private final Market market;
  private final World world;
  private final double timeout;
  private final Integer[] order;
  private double orderedAt = Double.NaN;
  private long answered;
  private double costNanos;

  Clairvoyant(Market market, World world, Scenario scenario) {
    this.market = market;
    this.world = world;
    this.timeout = scenario.deadlineSeconds();
    this.order = new Integer[market.size()];
    Arrays.setAll(order, index -> index);
  }

  void request(double now, int input, int output) {
    sortByPrice(now, input, output);
    boolean paid = market.costNanos(order[order.length - 1], now, input, output) > 0;
    for (Integer endpoint : order) {
      if (paid && market.costNanos(endpoint, now, input, output) == 0) {
        continue;
      }
      if (world.attempt(endpoint, now, timeout, output).failure() == null) {
        answered++;
        costNanos += market.costNanos(endpoint, now, input, output);
        return;
      }
    }
  }

  double meanCostUsd() {
    return answered == 0 ? Double.NaN : costNanos / 1e9 / answered;
  }

  /** Once a second: prices change seldom, and the mix of a request's tokens shifts them little. */
  private void sortByPrice(double now, int input, int output) {
    double second = Math.floor(now);
    if (second != orderedAt) {
      orderedAt = second;
      Arrays.sort(
          order,
          Comparator.comparingLong(endpoint -> market.costNanos(endpoint, now, input, output)));
    }
  }
}
