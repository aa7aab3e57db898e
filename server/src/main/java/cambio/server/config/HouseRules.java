package cambio.server.config;

import cambio.router.plan.HouseCeiling;
import cambio.router.plan.Principal;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RouteRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that the configuration file holds: the router's own, and those of organisations and
 * workspaces.
 */
public record HouseRules(RoutingSettings house, List<TenantRules> tenants) implements RouteRules {

  public HouseRules {
    tenants = List.copyOf(tenants);
  }

  @Override
  public RouteRequest apply(RouteRequest caller, Principal principal) {
    RouteRequest ruled = caller;
    for (TenantRules rules : tenants) {
      if (rules.appliesTo(principal)) {
        ruled = rules.applyTo(ruled);
      }
    }
    ruled = ruled.withPreferences(house.applyTo(ruled.preferences()));
    HouseCeiling ceiling = house.ceiling();
    if (ceiling.allowsAll()) {
      return ruled;
    }
    List<HouseCeiling> ceilings = new ArrayList<>(ruled.ceilings());
    ceilings.add(ceiling);
    return ruled.withCeilings(ceilings);
  }
}
