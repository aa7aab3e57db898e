package cambio.server.plugin;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.ParameterTable;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import cambio.spi.TokenCounter;
import cambio.spi.TokenExchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What plugins brought, by dialect or scheme. Immutable; safe from any thread. */
public final class AdapterRegistry {

  private final Map<String, ProviderAdapter> adapters = new HashMap<>();
  private final Map<String, EmbeddingAdapter> embeddings = new HashMap<>();
  private final Map<String, TokenCounter> tokenCounters = new HashMap<>();
  private final Map<String, TokenExchange> tokenExchanges = new HashMap<>();

  private AdapterRegistry() {}

  /**
   * Registers what plugins have. Of two parts for one dialect the first stays.
   *
   * @param duplicates where a sentence goes for every part that was left out
   */
  static AdapterRegistry of(List<ProviderPlugin> plugins, List<String> duplicates) {
    AdapterRegistry registry = new AdapterRegistry();
    for (ProviderPlugin plugin : plugins) {
      Registration to = new Registration(plugin.name(), duplicates);
      to.add("dialect", plugin.adapters(), ProviderAdapter::dialect, registry.adapters);
      to.add(
          "embedding dialect", plugin.embeddings(), EmbeddingAdapter::dialect, registry.embeddings);
      to.add(
          "token counter", plugin.tokenCounters(), TokenCounter::dialect, registry.tokenCounters);
      to.add(
          "token exchange",
          plugin.tokenExchanges(),
          TokenExchange::scheme,
          registry.tokenExchanges);
    }
    return registry;
  }

  /** A registry of these plugins, for programs that embed the router. */
  public static AdapterRegistry of(ProviderPlugin... plugins) {
    List<String> duplicates = new ArrayList<>();
    AdapterRegistry registry = of(List.of(plugins), duplicates);
    if (!duplicates.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", duplicates));
    }
    return registry;
  }

  private record Registration(String plugin, List<String> duplicates) {

    <T> void add(String what, List<T> parts, Function<T, String> nameOf, Map<String, T> into) {
      for (T part : parts) {
        String name = nameOf.apply(part);
        if (into.putIfAbsent(name, part) != null) {
          duplicates.add(
              "plugin %s: %s %s is registered already; this one is left out"
                  .formatted(plugin, what, name));
        }
      }
    }
  }

  /** The chat adapter for a dialect, or null. */
  public @Nullable ProviderAdapter adapter(String dialect) {
    return adapters.get(dialect);
  }

  /** Whether earlier reasoning has a way back to an endpoint. */
  public boolean takesReasoningBack(Endpoint endpoint) {
    ProviderAdapter adapter = adapters.get(endpoint.dialect());
    return adapter != null && adapter.takesReasoningBack(endpoint.quirks());
  }

  /** The embedding adapter for a dialect, or null. */
  public @Nullable EmbeddingAdapter embedding(String dialect) {
    return embeddings.get(dialect);
  }

  /** The token counter for a dialect, or null. */
  public @Nullable TokenCounter tokenCounter(String dialect) {
    return tokenCounters.get(dialect);
  }

  /** The exchange for a scheme, or null. */
  public @Nullable TokenExchange tokenExchange(String scheme) {
    return tokenExchanges.get(scheme);
  }

  /** The dialects that are spoken, of chat and of embeddings, in alphabetical order. */
  public Set<String> dialects() {
    Set<String> dialects = new TreeSet<>(adapters.keySet());
    dialects.addAll(embeddings.keySet());
    return dialects;
  }

  /** The quirk options that a dialect understands, for chat and for embeddings. */
  public List<QuirkOption> quirkOptions(String dialect) {
    List<QuirkOption> options = new ArrayList<>();
    if (adapters.get(dialect) != null) {
      options.addAll(adapters.get(dialect).quirkOptions());
    }
    if (embeddings.get(dialect) != null) {
      options.addAll(embeddings.get(dialect).quirkOptions());
    }
    return options;
  }

  /**
   * What can be carried to endpoints whose quirks make them differ from their dialect, by the
   * endpoint's id.
   */
  public Map<String, ParameterTable> parameterTables(CatalogSnapshot catalog) {
    Map<String, ParameterTable> tables = new HashMap<>();
    // Most endpoints share the quirks of their provider.
    Map<Quirky, ParameterTable> made = new HashMap<>();
    for (Model model : catalog.models()) {
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        if (model.kind() == Model.Kind.EMBEDDING) {
          EmbeddingAdapter embedding = embeddings.get(endpoint.dialect());
          if (embedding != null) {
            tables.put(endpoint.id(), embedding.parameters());
          }
          continue;
        }
        ProviderAdapter adapter = adapters.get(endpoint.dialect());
        if (adapter != null && !endpoint.quirks().equals(Quirks.none())) {
          tables.put(
              endpoint.id(),
              made.computeIfAbsent(
                  new Quirky(endpoint.dialect(), endpoint.quirks()),
                  quirky -> adapter.parameters(quirky.quirks)));
        }
      }
    }
    return tables;
  }

  private record Quirky(String dialect, Quirks quirks) {}

  /** What each dialect can carry, for the planner; of a dialect of both kinds, chat. */
  public Map<String, ParameterTable> parameterTables() {
    Map<String, ParameterTable> tables = new HashMap<>();
    embeddings.forEach((dialect, adapter) -> tables.put(dialect, adapter.parameters()));
    adapters.forEach((dialect, adapter) -> tables.put(dialect, adapter.parameters()));
    return tables;
  }
}
