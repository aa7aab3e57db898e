package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * One wanted model in the light of one request: what every rule looks at.
 *
 * @param today the ISO date in UTC
 * @param flexOnly whether the caller asked for the flex tier and the model has such endpoints
 */
record Inquiry(
    WantedModel wanted,
    RoutePreferences preferences,
    List<HouseCeiling> ceilings,
    Tags order,
    Tags only,
    Tags ignore,
    RequestTraits traits,
    Principal principal,
    PlanContext context,
    String today,
    boolean flexOnly) {

  private static final String FLEX = "flex";
  private static final String PRIORITY = "priority";

  static Inquiry of(
      WantedModel wanted,
      RouteRequest request,
      RequestTraits traits,
      Principal principal,
      PlanContext context) {
    RoutePreferences preferences = request.preferences();
    return new Inquiry(
        wanted,
        preferences,
        request.ceilings(),
        Tags.of(preferences.order()),
        Tags.of(preferences.only()),
        Tags.of(preferences.ignore()),
        traits,
        principal,
        context,
        LocalDate.ofInstant(context.now(), ZoneOffset.UTC).toString(),
        FLEX.equals(traits.serviceTier()) && hasFlex(wanted, context));
  }

  /** Whether the request admits the endpoint's service tier, if it is of one. */
  boolean admitsTier(Endpoint endpoint) {
    String tier = endpoint.serviceTier();
    if (tier == null) {
      return !flexOnly;
    }
    return tier.equals(traits.serviceTier())
        || (tier.equals(PRIORITY) && wanted.has(Variant.NITRO))
        || (tier.equals(FLEX) && wanted.has(Variant.FLOOR))
        || order.name(endpoint)
        || only.name(endpoint);
  }

  /** Whether the caller asked for the priority tier, so that such endpoints come first. */
  boolean prefersPriority() {
    return PRIORITY.equals(traits.serviceTier());
  }

  static boolean isPriority(Endpoint endpoint) {
    return PRIORITY.equals(endpoint.serviceTier());
  }

  private static boolean hasFlex(WantedModel wanted, PlanContext context) {
    return context.catalog().endpoints(wanted.model().slug()).stream()
        .anyMatch(endpoint -> FLEX.equals(endpoint.serviceTier()));
  }
}
