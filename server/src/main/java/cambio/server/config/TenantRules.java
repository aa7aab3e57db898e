package cambio.server.config;

import cambio.router.plan.HouseCeiling;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation or one of its workspaces sets for all its requests.
 *
 * @param workspace null for the whole organisation
 * @param defaultModel for requests that name none; null for none
 * @param defaults for requests that do not say; data policies among them hold for all
 * @param ceiling what is allowed at most
 */
public record TenantRules(
    String organization,
    @Nullable String workspace,
    @Nullable String defaultModel,
    RoutePreferences defaults,
    HouseCeiling ceiling) {

  boolean appliesTo(Principal principal) {
    return organization.equals(principal.organization())
        && (workspace == null || workspace.equals(principal.workspace()));
  }

  RouteRequest applyTo(RouteRequest request) {
    RouteRequest ruled = request.withPreferences(request.preferences().orElse(defaults));
    if (ruled.models().isEmpty() && defaultModel != null) {
      ruled = ruled.withModels(List.of(defaultModel));
    }
    if (ceiling.allowsAll()) {
      return ruled;
    }
    List<HouseCeiling> ceilings = new ArrayList<>(ruled.ceilings());
    ceilings.add(ceiling);
    return ruled.withCeilings(ceilings);
  }
}
