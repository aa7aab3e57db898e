package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Model.Kind;
import cambio.router.catalog.ModelAlias;
import cambio.router.catalog.Provider;
import cambio.spi.AuthStyle;
import cambio.spi.Quirks;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue while it is read: what was there before, with what the sources say on top. Names that
 * occur twice in the sources are reported; a name that was there before is changed.
 */
final class CatalogDraft {

  /** Stands in for a model that nobody knows, so that reading can go on. */
  static final Model UNKNOWN_MODEL =
      new Model(
          "unknown/unknown",
          "unknown",
          "unknown",
          Kind.EMBEDDING,
          null,
          null,
          null,
          Set.of(),
          Set.of(),
          Capabilities.UNKNOWN,
          null,
          false,
          null,
          Set.of());

  /** Stands in for a provider that nobody knows. */
  static final ProviderPage UNKNOWN_PROVIDER =
      ProviderPage.of(
          new Provider(
              "unknown",
              "unknown",
              "unknown",
              null,
              AuthStyle.NONE,
              List.of(),
              Map.of(),
              List.of(),
              Quirks.none(),
              null,
              null));

  private final Map<String, ProviderPage> providers = new LinkedHashMap<>();
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, ModelAlias> aliases = new LinkedHashMap<>();
  private final Set<String> added = new HashSet<>();

  static CatalogDraft empty() {
    return new CatalogDraft();
  }

  static CatalogDraft on(CatalogSnapshot base) {
    CatalogDraft draft = new CatalogDraft();
    base.providers().forEach(p -> draft.providers.put(p.id(), ProviderPage.of(p)));
    for (Model model : base.models()) {
      draft.models.put(model.slug(), model);
      base.endpoints(model.slug()).forEach(e -> draft.endpoints.put(e.id(), e));
    }
    base.aliases().forEach(alias -> draft.aliases.put(alias.name(), alias));
    return draft;
  }

  void add(YamlSection at, ProviderPage page) {
    String id = page.provider().id();
    if (once(at, "id", "provider", id)) {
      providers.put(id, page);
    }
  }

  void add(YamlSection at, Model model) {
    if (once(at, "slug", "model", model.slug())) {
      models.put(model.slug(), model);
    }
  }

  void add(YamlSection at, Endpoint endpoint) {
    if (once(at, "model", "endpoint", endpoint.id())) {
      endpoints.put(endpoint.id(), endpoint);
    }
  }

  void add(YamlSection at, ModelAlias alias) {
    if (once(at, "alias", "alias", alias.name())) {
      aliases.put(alias.name(), alias);
    }
  }

  /** Puts an endpoint that was there before in a changed form. */
  void replace(Endpoint endpoint) {
    endpoints.put(endpoint.id(), endpoint);
  }

  @Nullable ProviderPage page(String id) {
    return providers.get(id);
  }

  @Nullable Provider provider(String id) {
    ProviderPage page = providers.get(id);
    return page == null ? null : page.provider();
  }

  @Nullable Model model(String slug) {
    return models.get(slug);
  }

  @Nullable Endpoint endpoint(String id) {
    return endpoints.get(id);
  }

  Collection<Endpoint> endpoints() {
    return endpoints.values();
  }

  String modelHint(String slug) {
    return Hints.of(slug, models.keySet());
  }

  String providerHint(String id) {
    return Hints.of(id, providers.keySet());
  }

  String endpointHint(String id) {
    return Hints.of(id, endpoints.keySet());
  }

  CatalogSnapshot snapshot(String version) {
    return new CatalogSnapshot(
        version,
        providers.values().stream().map(ProviderPage::provider).toList(),
        models.values(),
        endpoints.values(),
        aliases.values());
  }

  private boolean once(YamlSection at, String key, String what, String name) {
    if (added.add(what + " " + name)) {
      return true;
    }
    at.problem(key, what + " " + name + " occurs twice");
    return false;
  }
}
