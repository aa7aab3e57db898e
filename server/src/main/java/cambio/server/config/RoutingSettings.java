package cambio.server.config;

import cambio.router.plan.HouseCeiling;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutingPolicy;
import java.util.List;

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

  /** A caller's preferences under the data policies that hold for everybody. */
  public RoutePreferences applyTo(RoutePreferences caller) {
    boolean deny = denyDataCollection && !caller.denyDataCollection();
    boolean retainNothing = zdr && !caller.zdr();
    return deny || retainNothing
        ? caller.withDataPolicy(
            denyDataCollection || caller.denyDataCollection(), zdr || caller.zdr())
        : caller;
  }

  /** Which providers may serve anybody at all. */
  public HouseCeiling ceiling() {
    return new HouseCeiling("this router", List.of(), List.of(), only, ignore);
  }
}
