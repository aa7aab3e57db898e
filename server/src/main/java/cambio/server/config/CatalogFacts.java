package cambio.server.config;

import cambio.catalog.EndpointResolver;
import cambio.catalog.EndpointResolver.Resolved;
import cambio.catalog.ProviderSettings;
import cambio.catalog.ShippedCatalog;
import cambio.catalog.format.CatalogOverlay;
import cambio.catalog.yaml.Problem;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.plan.Availability;
import cambio.router.plan.CredentialRef;
import cambio.spi.ParameterTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The catalogue as this operator has it: the shipped facts with the file's sections on top, and the
 * settings and credentials that make providers callable. Immutable.
 */
public record CatalogFacts(
    CatalogSnapshot catalog, ProviderSettings settings, OperatorCredentials credentials) {

  /** The shipped facts, with the local model among them where the environment says it runs. */
  public static CatalogSnapshot shipped(Map<String, String> environment) {
    String local = environment.getOrDefault(ShippedCatalog.LOCAL_MODEL_VARIABLE, "");
    return local.isBlank() ? ShippedCatalog.load() : ShippedCatalog.loadWithLocalModel();
  }

  /**
   * The shipped facts under a configuration.
   *
   * @param problems receives what is wrong in the file's sections and credentials
   */
  public static CatalogFacts of(
      CatalogSnapshot shipped,
      ServerConfig config,
      Map<String, String> environment,
      List<Problem> problems) {
    CatalogOverlay.Result overlaid = CatalogOverlay.apply(shipped, config.catalog(), problems);
    ProviderSettings settings = new ProviderSettings(overlaid.settings(), environment);
    OperatorCredentials credentials =
        OperatorCredentials.gather(
            overlaid.catalog().providers(),
            config.credentials(),
            settings::of,
            environment::get,
            problems);
    return new CatalogFacts(overlaid.catalog(), settings, credentials);
  }

  /**
   * What the planner may use: providers with a credential of which at least one endpoint has all
   * that its URL needs.
   *
   * @param dialects the dialects that adapters were found for
   * @param endpoints what differs at single endpoints, see {@link Availability#endpoints}
   */
  public Availability availability(
      Map<String, ParameterTable> dialects, Map<String, ParameterTable> endpoints) {
    Set<String> reachable = reachable();
    Map<String, List<CredentialRef>> usable = new HashMap<>();
    for (Provider provider : catalog.providers()) {
      List<CredentialRef> held = credentials.credentials(provider);
      if (!held.isEmpty() && reachable.contains(provider.id())) {
        usable.put(provider.id(), held);
      }
    }
    return new Availability(usable, dialects, endpoints);
  }

  private Set<String> reachable() {
    Set<String> reachable = new HashSet<>();
    Map<String, Map<String, String>> values = new HashMap<>();
    for (Model model : catalog.models()) {
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        Provider provider = catalog.provider(endpoint.provider());
        if (provider != null
            && !reachable.contains(provider.id())
            && !credentials.credentials(provider).isEmpty()
            && EndpointResolver.resolve(
                    provider,
                    endpoint,
                    values.computeIfAbsent(provider.id(), id -> settings.of(provider)))
                instanceof Resolved) {
          reachable.add(provider.id());
        }
      }
    }
    return reachable;
  }
}
