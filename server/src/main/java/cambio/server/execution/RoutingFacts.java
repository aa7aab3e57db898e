package cambio.server.execution;

import cambio.router.attempt.AttemptPolicy;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.plan.Availability;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RouteRules;

/**
 * What calls are routed by, as one value: replaced whole when the configuration changes, so that no
 * call sees half of a change.
 *
 * @param availability the credentials and dialects at hand
 * @param streams decides on attempts whose answer is streamed
 * @param wholes decides on attempts whose answer comes whole, so that its first event is its end
 * @param resume whether streams that break off may be carried on
 * @param hedge whether a second attempt is started beside a slow one where the caller does not say
 * @param rules puts the defaults and ceilings of the house on a caller's request
 */
public record RoutingFacts(
    CatalogSnapshot catalog,
    Availability availability,
    RoutePlanner planner,
    AttemptPolicy streams,
    AttemptPolicy wholes,
    boolean resume,
    boolean hedge,
    RouteRules rules) {

  AttemptPolicy attempts(boolean stream) {
    return stream ? streams : wholes;
  }
}
