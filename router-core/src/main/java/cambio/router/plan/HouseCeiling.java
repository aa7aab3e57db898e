package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration allows at most: the router's operator's, an organisation's or a
 * workspace's part of it. A caller can narrow it and never widen it.
 *
 * @param of whose ceiling it is, for people, e.g. {@code organisation acme}
 * @param allowedModels slugs or patterns with {@code *}; empty for all
 * @param deniedModels the same, which are never allowed
 * @param allowedProviders tags; empty for all
 * @param deniedProviders tags, which are never allowed
 */
public record HouseCeiling(
    String of,
    List<String> allowedModels,
    List<String> deniedModels,
    List<String> allowedProviders,
    List<String> deniedProviders) {

  public HouseCeiling {
    allowedModels = List.copyOf(allowedModels);
    deniedModels = List.copyOf(deniedModels);
    allowedProviders = List.copyOf(allowedProviders);
    deniedProviders = List.copyOf(deniedProviders);
  }

  /** Whether it forbids nothing. */
  public boolean allowsAll() {
    return allowedModels.isEmpty()
        && deniedModels.isEmpty()
        && allowedProviders.isEmpty()
        && deniedProviders.isEmpty();
  }

  /** Why the endpoint is not allowed, in a sentence, or null where it is. */
  @Nullable String objection(Endpoint endpoint) {
    String model = endpoint.model();
    if ((!allowedModels.isEmpty() && !ModelPattern.anyMatches(allowedModels, model))
        || ModelPattern.anyMatches(deniedModels, model)) {
      return of + " does not allow model " + model;
    }
    if ((!allowedProviders.isEmpty() && !Tags.of(allowedProviders).match(endpoint, true))
        || (!deniedProviders.isEmpty() && Tags.of(deniedProviders).match(endpoint, true))) {
      return of + " does not allow provider " + endpoint.tag();
    }
    return null;
  }
}
