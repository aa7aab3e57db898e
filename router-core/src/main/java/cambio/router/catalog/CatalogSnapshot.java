package cambio.router.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole catalogue at one moment. Immutable; safe to read from any thread. */
public final class CatalogSnapshot {

  private final String version;
  private final Map<String, Provider> providers;
  private final Map<String, Model> models;
  private final Map<String, List<Endpoint>> endpointsByModel;
  private final Map<String, List<String>> slugsByBareName;
  private final int endpointCount;
  private final List<ModelAlias> aliases;
  private final Map<String, String> slugsByAlias;

  /**
   * Assembles a snapshot.
   *
   * @param version names the facts in generation records, e.g. {@code 2026-11-23+local.1}
   * @throws IllegalArgumentException where an endpoint names an unknown provider or model, or an id
   *     occurs twice
   */
  public CatalogSnapshot(
      String version,
      Collection<Provider> providers,
      Collection<Model> models,
      Collection<Endpoint> endpoints) {
    this(version, providers, models, endpoints, List.of());
  }

  /**
   * Assembles a snapshot with aliases; those that fit no model that has an endpoint stand for
   * nothing.
   *
   * @throws IllegalArgumentException as above
   */
  public CatalogSnapshot(
      String version,
      Collection<Provider> providers,
      Collection<Model> models,
      Collection<Endpoint> endpoints,
      Collection<ModelAlias> aliases) {
    this.version = version;
    this.providers = new LinkedHashMap<>();
    for (Provider provider : providers) {
      putNew(this.providers, "provider", provider.id(), provider);
    }
    this.models = new LinkedHashMap<>();
    for (Model model : models) {
      putNew(this.models, "model", model.slug(), model);
    }
    this.endpointsByModel = groupByModel(endpoints);
    this.slugsByBareName = bareNames();
    this.endpointCount = endpoints.size();
    this.aliases = List.copyOf(aliases);
    this.slugsByAlias = resolved();
  }

  /** The name of this state of the facts. */
  public String version() {
    return version;
  }

  /** All providers, in the catalogue's order. */
  public Collection<Provider> providers() {
    return providers.values();
  }

  /** All models, in the catalogue's order. */
  public Collection<Model> models() {
    return models.values();
  }

  /** How many endpoints there are. */
  public int endpointCount() {
    return endpointCount;
  }

  /** The provider of this id, or null. */
  public @Nullable Provider provider(String id) {
    return providers.get(id);
  }

  /** The model of exactly this slug, or null. */
  public @Nullable Model model(String slug) {
    return models.get(slug);
  }

  /** The endpoints of a model; empty where there are none. */
  public List<Endpoint> endpoints(String slug) {
    return endpointsByModel.getOrDefault(slug, List.of());
  }

  /** The slugs whose part after the author is this name; callers may leave a unique author out. */
  public List<String> slugsNamed(String bareName) {
    return slugsByBareName.getOrDefault(bareName, List.of());
  }

  /** All aliases, as they are defined. */
  public List<ModelAlias> aliases() {
    return aliases;
  }

  /** The slug that an alias stands for now, or null where there is none of that name. */
  public @Nullable String alias(String name) {
    return slugsByAlias.get(name);
  }

  /** The aliases that stand for something, with it. */
  public Map<String, String> slugsByAlias() {
    return slugsByAlias;
  }

  private Map<String, String> resolved() {
    List<String> served =
        models.keySet().stream().filter(slug -> !endpoints(slug).isEmpty()).toList();
    Map<String, String> found = new LinkedHashMap<>();
    for (ModelAlias alias : aliases) {
      String slug = alias.resolve(served);
      if (slug != null) {
        found.put(alias.name(), slug);
      }
    }
    return Collections.unmodifiableMap(found);
  }

  private Map<String, List<Endpoint>> groupByModel(Collection<Endpoint> endpoints) {
    Map<String, Endpoint> byId = new HashMap<>();
    Map<String, List<Endpoint>> grouped = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      putNew(byId, "endpoint", endpoint.id(), endpoint);
      require(
          providers.containsKey(endpoint.provider()), endpoint, "provider", endpoint.provider());
      require(models.containsKey(endpoint.model()), endpoint, "model", endpoint.model());
      grouped.computeIfAbsent(endpoint.model(), slug -> new ArrayList<>()).add(endpoint);
    }
    grouped.replaceAll((slug, list) -> List.copyOf(list));
    return grouped;
  }

  private Map<String, List<String>> bareNames() {
    Map<String, List<String>> names = new HashMap<>();
    for (String slug : models.keySet()) {
      String bare = slug.substring(slug.indexOf('/') + 1);
      names.computeIfAbsent(bare, name -> new ArrayList<>()).add(slug);
    }
    return names;
  }

  private static void require(boolean known, Endpoint endpoint, String what, String name) {
    if (!known) {
      throw new IllegalArgumentException(
          "endpoint " + endpoint.id() + ": unknown " + what + " " + name);
    }
  }

  private static <T> void putNew(Map<String, T> map, String what, String id, T value) {
    if (map.putIfAbsent(id, value) != null) {
      throw new IllegalArgumentException(what + " " + id + " occurs twice");
    }
  }
}
