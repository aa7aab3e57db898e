package cambio.router.plan;

import java.util.List;

/**
 * Who will be tried, in order, and why the others will not.
 *
 * @param requested the models as the caller named them
 * @param strategy the name of the rule that put the candidates in order
 * @param candidates in the order of trying; empty where nothing is left
 * @param exclusions every other endpoint of the wanted models
 * @param catalogVersion the facts that the plan was made from
 */
public record RoutePlan(
    List<String> requested,
    String strategy,
    List<Candidate> candidates,
    List<Exclusion> exclusions,
    String catalogVersion) {

  public RoutePlan {
    requested = List.copyOf(requested);
    candidates = List.copyOf(candidates);
    exclusions = List.copyOf(exclusions);
  }
}
