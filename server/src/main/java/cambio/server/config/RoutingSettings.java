package cambio.server.config;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutingPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Defaults and ceilings for all requests. A caller can narrow what is set here, never widen it.
 *
 * @param policy how candidates are ordered where the caller asks for no order, and what becomes of
 *     unknown prices
 * @param denyDataCollection whether endpoints that may train on prompts are out for everybody
 * @param zdr whether endpoints that retain prompts are out for everybody
 * @param only provider tags that may serve; empty for all
 * @param ignore provider tags that never serve
 * @param maxAttempts how many endpoints one call may try, at least 1
 * @param resume whether streams that break off may be carried on by another attempt
 * @param hedge whether a second attempt is started beside a slow one where the caller does not say
 */
public record RoutingSettings(
    RoutingPolicy policy,
    boolean denyDataCollection,
    boolean zdr,
    List<String> only,
    List<String> ignore,
    int maxAttempts,
    boolean resume,
    boolean hedge) {

  public RoutingSettings {
    only = List.copyOf(only);
    ignore = List.copyOf(ignore);
  }

  /** A caller's preferences under these defaults and ceilings. */
  public RoutePreferences applyTo(RoutePreferences caller) {
    List<String> both = intersection(only, caller.only());
    // An empty `only` would allow everything, so a contradiction is said by ignoring it all.
    boolean contradiction = both.isEmpty() && !only.isEmpty() && !caller.only().isEmpty();
    List<String> ignored = union(ignore, caller.ignore());
    return new RoutePreferences(
        caller.order(),
        contradiction ? caller.only() : both,
        contradiction ? union(ignored, caller.only()) : ignored,
        caller.allowFallbacks(),
        caller.requireParameters(),
        denyDataCollection || caller.denyDataCollection(),
        zdr || caller.zdr(),
        caller.distillableOnly(),
        caller.quantizations(),
        caller.sort(),
        caller.preferredMinThroughput(),
        caller.preferredMaxLatency(),
        caller.maxPrice());
  }

  /** What both lists allow; an empty list allows all. {@code acme} allows {@code acme/fast} too. */
  private static List<String> intersection(List<String> house, List<String> caller) {
    if (house.isEmpty() || caller.isEmpty()) {
      return house.isEmpty() ? caller : house;
    }
    Set<String> both = new LinkedHashSet<>();
    for (String wanted : caller) {
      for (String allowed : house) {
        if (within(wanted, allowed)) {
          both.add(wanted);
        } else if (within(allowed, wanted)) {
          both.add(allowed);
        }
      }
    }
    return List.copyOf(both);
  }

  private static boolean within(String tag, String wider) {
    return tag.equals(wider) || tag.startsWith(wider + "/");
  }

  private static List<String> union(List<String> one, List<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }
}
