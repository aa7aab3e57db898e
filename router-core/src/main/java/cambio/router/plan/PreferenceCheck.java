package cambio.router.plan;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.Money;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses preferences that are wrong in themselves, and names the field. */
final class PreferenceCheck {

  private static final Set<String> PERCENTILES = Set.of("p50", "p75", "p90", "p99");

  private final CatalogSnapshot catalog;

  PreferenceCheck(CatalogSnapshot catalog) {
    this.catalog = catalog;
  }

  void check(RoutePreferences preferences) {
    checkTags("provider.order", preferences.order());
    checkTags("provider.only", preferences.only());
    checkTags("provider.ignore", preferences.ignore());
    checkContradiction(Tags.of(preferences.only()), Tags.of(preferences.ignore()));
    checkQuantizations(preferences.quantizations());
    checkPercentiles("provider.preferred_min_throughput", preferences.preferredMinThroughput());
    checkPercentiles("provider.preferred_max_latency", preferences.preferredMaxLatency());
    checkAmount("provider.max_price.request", preferences.maxPrice().request());
    checkAmount("provider.max_price.image", preferences.maxPrice().image());
  }

  private void checkTags(String field, List<String> written) {
    Tags tags = Tags.of(written);
    for (int i = 0; i < tags.entries().size(); i++) {
      String entry = tags.entries().get(i);
      if (!known(entry)) {
        throw invalid(
            "%s[%d]".formatted(field, i),
            "no provider or endpoint is called %s%s"
                .formatted(
                    NearestNames.quoted(written.get(i)),
                    NearestNames.hint(
                        entry, catalog.providers().stream().map(Provider::id).toList())));
      }
    }
  }

  private boolean known(String entry) {
    if (catalog.provider(entry) != null) {
      return true;
    }
    for (Model model : catalog.models()) {
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        if (Tags.matches(entry, endpoint, true)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void checkContradiction(Tags only, Tags ignore) {
    for (int i = 0; i < only.entries().size(); i++) {
      for (String ignored : ignore.entries()) {
        if (Tags.covers(ignored, only.entries().get(i))) {
          throw invalid(
              "provider.only[" + i + "]",
              "%s is in provider.ignore too (expected: one of the two)".formatted(ignored));
        }
      }
    }
  }

  private static void checkQuantizations(List<String> written) {
    for (int i = 0; i < written.size(); i++) {
      if (!Quantizations.KNOWN.contains(written.get(i).toLowerCase(Locale.ROOT))) {
        throw invalid(
            "provider.quantizations[" + i + "]",
            "%s (expected one of: %s)"
                .formatted(
                    NearestNames.quoted(written.get(i)), String.join(" ", Quantizations.KNOWN)));
      }
    }
  }

  private static void checkPercentiles(String field, Map<String, Double> cutoffs) {
    cutoffs.forEach((name, value) -> {
      if (!PERCENTILES.contains(name)) {
        throw invalid(field, "%s (expected: p50 p75 p90 p99)".formatted(NearestNames.quoted(name)));
      }
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw invalid(field + "." + name, value + " (expected: a number over 0)");
      }
    });
  }

  private static void checkAmount(String field, @Nullable Money amount) {
    if (amount != null && amount.nanos() < 0) {
      throw invalid(field, amount + " (expected: at least 0)");
    }
  }

  private static FailureException invalid(String field, String problem) {
    return new FailureException(Failure.invalid(field, field + ": " + problem));
  }
}
