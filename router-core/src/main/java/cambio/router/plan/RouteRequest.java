package cambio.router.plan;

import java.util.List;

/**
 * Who shall serve a request, as the caller put it, and within which bounds.
 *
 * @param models the wanted model first, then fallbacks; names as the caller wrote them, possibly
 *     with a variant ({@code :nitro}) or without the author
 * @param preferences the caller's {@code provider} object
 * @param wishes what the router is to do with the request before it routes it
 * @param ceilings what the house allows at most; all of them hold
 * @param notes what has been done to the request so far
 */
public record RouteRequest(
    List<String> models,
    RoutePreferences preferences,
    RouteWishes wishes,
    List<HouseCeiling> ceilings,
    RouteNotes notes) {

  public RouteRequest {
    models = List.copyOf(models);
    ceilings = List.copyOf(ceilings);
  }

  /** A request without wishes and ceilings. */
  public RouteRequest(List<String> models, RoutePreferences preferences) {
    this(models, preferences, RouteWishes.none(), List.of(), RouteNotes.none());
  }

  /** The same for other models. */
  public RouteRequest withModels(List<String> value) {
    return new RouteRequest(value, preferences, wishes, ceilings, notes);
  }

  /** The same with other preferences. */
  public RouteRequest withPreferences(RoutePreferences value) {
    return new RouteRequest(models, value, wishes, ceilings, notes);
  }

  /** The same with other wishes. */
  public RouteRequest withWishes(RouteWishes value) {
    return new RouteRequest(models, preferences, value, ceilings, notes);
  }

  /** The same within other bounds. */
  public RouteRequest withCeilings(List<HouseCeiling> value) {
    return new RouteRequest(models, preferences, wishes, value, notes);
  }

  /** The same with other notes. */
  public RouteRequest withNotes(RouteNotes value) {
    return new RouteRequest(models, preferences, wishes, ceilings, value);
  }
}
