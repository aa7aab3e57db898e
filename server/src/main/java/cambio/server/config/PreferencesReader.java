package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.router.money.Money;
import cambio.router.money.TokenRate;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.MaxPrice;
import cambio.router.plan.RoutePreferences.Sort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code provider} object as it stands in the configuration file. */
final class PreferencesReader {

  private static final List<String> PERCENTILES = List.of("p50", "p75", "p90", "p99");

  private PreferencesReader() {}

  static RoutePreferences read(YamlSection section) {
    YamlSection price = section.section("max_price");
    RoutePreferences preferences =
        new RoutePreferences(
            section.texts("order"),
            section.texts("only"),
            section.texts("ignore"),
            section.flag("allow_fallbacks", true),
            section.flag("require_parameters", false),
            section.choice("data_collection", false, Map.of("allow", false, "deny", true)),
            section.flag("zdr", false),
            section.flag("enforce_distillable_text", false),
            section.texts("quantizations"),
            sort(section),
            percentiles(section.section("preferred_min_throughput")),
            percentiles(section.section("preferred_max_latency")),
            new MaxPrice(
                price.parsed("prompt", "USD per million tokens", TokenRate::perMillion),
                price.parsed("completion", "USD per million tokens", TokenRate::perMillion),
                price.parsed("request", "USD", Money::parse),
                price.parsed("image", "USD", Money::parse),
                price.parsed("audio", "USD per million tokens", TokenRate::perMillion)));
    price.end();
    section.end();
    return preferences;
  }

  private static @Nullable Sort sort(YamlSection section) {
    Map<String, Sort.By> words = new LinkedHashMap<>();
    for (Sort.By by : Sort.By.values()) {
      words.put(by.name().toLowerCase(Locale.ROOT), by);
    }
    Sort.By by = section.<Sort.@Nullable By>choice("sort", null, words);
    return by == null ? null : new Sort(by, false);
  }

  private static Map<String, Double> percentiles(YamlSection section) {
    Map<String, Double> bounds = new LinkedHashMap<>();
    for (String name : PERCENTILES) {
      Double bound =
          section.parsed(
              name,
              "a number over 0",
              text -> {
                double value = Double.parseDouble(text);
                if (!(value > 0 && value < 1e9)) {
                  throw new IllegalArgumentException(text);
                }
                return value;
              });
      if (bound != null) {
        bounds.put(name, bound);
      }
    }
    section.end();
    return bounds;
  }
}
