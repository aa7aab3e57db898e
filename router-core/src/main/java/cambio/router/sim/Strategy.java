package cambio.router.sim;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.MaxPrice;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.router.plan.RoutingPolicy.DefaultStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be simulated: the router's strategies and two baselines. */
public enum Strategy {
  /** The inverse-square lottery. */
  PRICE("price", DefaultStrategy.PRICE, null),
  /** Cheapest first. */
  SORT_PRICE("sort:price", DefaultStrategy.PRICE, Sort.By.PRICE),
  /** Shares by price, speed and reliability. */
  BALANCED("balanced", DefaultStrategy.BALANCED, null),
  /** Fastest output first. */
  THROUGHPUT("throughput", DefaultStrategy.THROUGHPUT, null),
  /** Shortest wait first. */
  LATENCY("latency", DefaultStrategy.LATENCY, null),
  /** Baseline: any endpoint, then any other, three at most. */
  RANDOM("random", DefaultStrategy.PRICE, null),
  /** Baseline: the cheapest that did not fail in the last five seconds, three at most. */
  CHEAPEST_COOLDOWN("cheapest-cooldown", DefaultStrategy.PRICE, null);

  private final String label;
  private final DefaultStrategy policy;
  private final Sort.@Nullable By sort;

  Strategy(String label, DefaultStrategy policy, Sort.@Nullable By sort) {
    this.label = label;
    this.policy = policy;
    this.sort = sort;
  }

  /** Its name, e.g. {@code sort:price}. */
  public String label() {
    return label;
  }

  /** Whether it is no strategy of the router, but what the router is compared with. */
  public boolean isBaseline() {
    return this == RANDOM || this == CHEAPEST_COOLDOWN;
  }

  DefaultStrategy policy() {
    return policy;
  }

  RoutePreferences preferences() {
    return new RoutePreferences(
        List.of(),
        List.of(),
        List.of(),
        true,
        false,
        false,
        false,
        false,
        List.of(),
        sort == null ? null : new Sort(sort, false),
        Map.of(),
        Map.of(),
        MaxPrice.NONE);
  }
}
