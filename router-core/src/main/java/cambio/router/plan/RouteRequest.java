package cambio.router.plan;

import java.util.List;

/**
 * Who shall serve a request, as the caller put it.
 *
 * @param models the wanted model first, then fallbacks; names as the caller wrote them, possibly
 *     with a variant ({@code :nitro}) or without the author
 * @param preferences the caller's {@code provider} object
 */
public record RouteRequest(List<String> models, RoutePreferences preferences) {

  public RouteRequest {
    models = List.copyOf(models);
  }
}
