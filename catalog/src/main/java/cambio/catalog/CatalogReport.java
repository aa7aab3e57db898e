package cambio.catalog;

import cambio.catalog.EndpointResolver.Resolved;
import cambio.catalog.EndpointResolver.Unresolved;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.spi.QuirkOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code cambio check} says of the catalogue: which providers can be called as far as adapters
 * and URLs go, and what the others lack. Keys are not looked at.
 *
 * @param providers every provider of the catalogue, in its order
 */
public record CatalogReport(List<ProviderLine> providers) {

  /**
   * One provider.
   *
   * @param provider its id
   * @param dialects what its endpoints speak
   * @param endpoints how many endpoints it has
   * @param callable how many of them have an adapter and a URL
   * @param missing what the others lack, a sentence each with the number of endpoints concerned
   * @param doubts quirk options that the adapter does not know, or not with this value
   */
  public record ProviderLine(
      String provider,
      Set<String> dialects,
      int endpoints,
      int callable,
      List<String> missing,
      List<String> doubts) {

    /** Whether every endpoint can be called and every option is understood. */
    public boolean complete() {
      return callable == endpoints && doubts.isEmpty();
    }
  }

  public CatalogReport {
    providers = List.copyOf(providers);
  }

  /**
   * Checks every endpoint.
   *
   * @param dialects those that adapters were found for, each with the quirk options that it
   *     understands
   */
  public static CatalogReport of(
      CatalogSnapshot catalog, ProviderSettings settings, Map<String, List<QuirkOption>> dialects) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    for (Provider provider : catalog.providers()) {
      tallies.put(provider.id(), new Tally(provider, settings.of(provider), dialects));
    }
    for (Model model : catalog.models()) {
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        Tally tally = tallies.get(endpoint.provider());
        if (tally != null) {
          tally.add(endpoint);
        }
      }
    }
    return new CatalogReport(tallies.values().stream().map(Tally::line).toList());
  }

  /** The lines that are not complete. */
  public List<ProviderLine> incomplete() {
    return providers.stream().filter(line -> !line.complete()).toList();
  }

  private static final class Tally {
    private final Provider provider;
    private final Map<String, String> settings;
    private final Map<String, List<QuirkOption>> known;
    private final Set<String> dialects = new TreeSet<>();
    private final Map<String, Integer> missing = new TreeMap<>();
    private final Set<String> doubts = new TreeSet<>();
    private int endpoints;
    private int callable;

    Tally(Provider provider, Map<String, String> settings, Map<String, List<QuirkOption>> known) {
      this.provider = provider;
      this.settings = settings;
      this.known = known;
    }

    void add(Endpoint endpoint) {
      endpoints++;
      dialects.add(endpoint.dialect());
      List<String> lacks = new ArrayList<>();
      List<QuirkOption> options = known.get(endpoint.dialect());
      if (options == null) {
        lacks.add("no adapter speaks " + endpoint.dialect());
      } else {
        doubt(endpoint, options);
      }
      switch (EndpointResolver.resolve(provider, endpoint, settings)) {
        case Resolved _ -> {}
        case Unresolved(List<String> sentences) -> lacks.addAll(sentences);
      }
      lacks.forEach(sentence -> missing.merge(sentence, 1, Integer::sum));
      if (lacks.isEmpty()) {
        callable++;
      }
    }

    private void doubt(Endpoint endpoint, List<QuirkOption> options) {
      endpoint
          .quirks()
          .options()
          .forEach((name, value) -> {
            QuirkOption option =
                options.stream().filter(o -> o.matches(name)).findFirst().orElse(null);
            if (option == null) {
              doubts.add("quirk option " + name + " is unknown to " + endpoint.dialect());
            } else if (!option.allows(value)) {
              doubts.add(
                  "quirk option %s: \"%s\" (expected: %s)"
                      .formatted(name, value, new TreeSet<>(option.values())));
            }
          });
    }

    ProviderLine line() {
      List<String> sentences = new ArrayList<>();
      missing.forEach((what, count) -> sentences.add(what + " (" + count + " endpoints)"));
      return new ProviderLine(
          provider.id(),
          Set.copyOf(dialects),
          endpoints,
          callable,
          List.copyOf(sentences),
          List.copyOf(doubts));
    }
  }
}
