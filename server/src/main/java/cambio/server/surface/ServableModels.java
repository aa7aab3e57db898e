package cambio.server.surface;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.plan.Availability;
import cambio.router.plan.Entitlements;
import java.util.List;

/**
 * The models that a principal can be served with what this router has: an adapter and a credential
 * for at least one endpoint.
 *
 * @param entitlements what the principal may use
 */
public record ServableModels(
    CatalogSnapshot catalog, Availability availability, Entitlements entitlements) {

  /** All of them, in the catalogue's order. */
  public List<Model> all() {
    return catalog.models().stream().filter(this::contains).toList();
  }

  /** Whether the model is one of them. */
  public boolean contains(Model model) {
    return entitlements.allowsModel(model.slug())
        && catalog.endpoints(model.slug()).stream().anyMatch(this::servable);
  }

  private boolean servable(Endpoint endpoint) {
    return entitlements.allowsProvider(endpoint.provider())
        && availability.table(endpoint) != null
        && !availability.credentialsOf(endpoint.provider()).isEmpty();
  }
}
