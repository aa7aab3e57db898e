package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.v1.GenerationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is written in a provider's own dialect. A caller may leave the dialect's name out
 * where every endpoint that the request allows speaks the same one.
 */
final class OpaqueReader {

  private final GenerationSpec spec;
  private final CatalogSnapshot catalog;
  private final Violations violations;
  private @Nullable Set<String> dialects;

  OpaqueReader(GenerationSpec spec, CatalogSnapshot catalog, Violations violations) {
    this.spec = spec;
    this.catalog = catalog;
    this.violations = violations;
  }

  /** The JSON of an opaque value, which must be legal. */
  String json(String field, cambio.v1.Opaque opaque) {
    return violations.json(field + ".json", opaque.getJson());
  }

  /** The dialect of a value: the one given, else the only possible one. */
  String dialect(String field, String given) {
    if (!given.isEmpty()) {
      return given;
    }
    Set<String> possible = possibleDialects();
    if (possible.size() == 1) {
      return possible.iterator().next();
    }
    violations.add(
        field,
        "empty (expected: the dialect that this is written in"
            + (possible.isEmpty() ? "" : ", one of " + String.join(", ", possible))
            + ")");
    return "";
  }

  private Set<String> possibleDialects() {
    Set<String> known = dialects;
    if (known == null) {
      known = new TreeSet<>();
      for (String name : names()) {
        for (Endpoint endpoint : endpoints(name)) {
          if (allowed(endpoint)) {
            known.add(endpoint.dialect());
          }
        }
      }
      dialects = known;
    }
    return known;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(spec.getModelsList());
    if (!spec.getModel().isEmpty()) {
      names.add(spec.getModel());
    }
    return names;
  }

  private List<Endpoint> endpoints(String name) {
    int variant = name.indexOf(':');
    String plain = variant < 0 ? name : name.substring(0, variant);
    Model model = catalog.model(plain);
    if (model != null) {
      return catalog.endpoints(model.slug());
    }
    List<String> slugs = catalog.slugsNamed(plain);
    return slugs.size() == 1 ? catalog.endpoints(slugs.getFirst()) : List.of();
  }

  private boolean allowed(Endpoint endpoint) {
    List<String> only = spec.getProvider().getOnlyList();
    return only.isEmpty() || only.contains(endpoint.tag()) || only.contains(endpoint.provider());
  }
}
