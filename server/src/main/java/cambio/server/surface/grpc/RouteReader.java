package cambio.server.surface.grpc;

import cambio.router.money.Money;
import cambio.router.money.TokenRate;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RouteWishes;
import cambio.router.plan.RouteWishes.AutoSettings;
import cambio.v1.AutoOptions;
import cambio.v1.GenerationSpec;
import cambio.v1.MaxPrice;
import cambio.v1.Percentiles;
import cambio.v1.ProviderPreferences;
import cambio.v1.SortPartition;
import cambio.v1.SortPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who shall serve a request. */
final class RouteReader {

  private static final int MOST_FALLBACKS = 3;
  private static final int LONGEST_SLUG = 64;
  private static final String MIDDLE_OUT = "middle-out";
  private static final Set<String> CATEGORIES =
      Set.of(
          "programming",
          "maths",
          "translation",
          "reasoning",
          "roleplay",
          "summarising",
          "data_extraction",
          "general");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Set<String> QUANTIZATIONS =
      Set.of(
          "int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32",
          "unknown");

  private final Violations violations;

  RouteReader(Violations violations) {
    this.violations = violations;
  }

  RouteRequest route(GenerationSpec spec) {
    return new RouteRequest(
            models(spec),
            spec.hasProvider() ? preferences(spec.getProvider()) : RoutePreferences.none())
        .withWishes(wishes(spec));
  }

  private List<String> models(GenerationSpec spec) {
    violations.require(
        spec.getModelsCount() <= MOST_FALLBACKS,
        "models",
        spec.getModelsCount() + " names (expected: at most " + MOST_FALLBACKS + ")");
    List<String> models = new ArrayList<>();
    if (!spec.getModel().isEmpty()) {
      models.add(spec.getModel());
    }
    for (int i = 0; i < spec.getModelsCount(); i++) {
      violations.require(
          !spec.getModels(i).isEmpty(), "models[" + i + "]", "empty (expected: a model's name)");
      models.add(spec.getModels(i));
    }
    return models;
  }

  private RouteWishes wishes(GenerationSpec spec) {
    String preset = violations.text("preset", spec.getPreset(), LONGEST_SLUG);
    for (int i = 0; i < spec.getTransformsCount(); i++) {
      violations.require(
          spec.getTransforms(i).equals(MIDDLE_OUT),
          "transforms[" + i + "]",
          Violations.shown(spec.getTransforms(i)) + " (expected: middle-out)");
    }
    boolean middleOut = spec.getTransformsCount() > 0;
    if (preset == null && !middleOut && !spec.hasAuto()) {
      return RouteWishes.none();
    }
    return new RouteWishes(
        preset, middleOut, spec.hasAuto() ? auto(spec.getAuto()) : AutoSettings.standard());
  }

  private AutoSettings auto(AutoOptions auto) {
    double tolerance =
        auto.hasQualityTolerance() ? auto.getQualityTolerance() : AutoSettings.STANDARD_TOLERANCE;
    violations.require(
        tolerance >= 0 && tolerance <= 1,
        "auto.quality_tolerance",
        tolerance + " (expected: 0 to 1)");
    String category = auto.getCategory();
    violations.require(
        category.isEmpty() || CATEGORIES.contains(category),
        "auto.category",
        Violations.shown(category)
            + " (expected: one of "
            + String.join(", ", CATEGORIES.stream().sorted().toList())
            + ")");
    return new AutoSettings(
        tolerance,
        auto.getAllowedModelsList(),
        auto.getExcludedModelsList(),
        category.isEmpty() ? null : category);
  }

  private RoutePreferences preferences(ProviderPreferences provider) {
    for (String name : provider.getIgnoreList()) {
      violations.require(
          !provider.getOnlyList().contains(name),
          "provider.ignore",
          Violations.shown(name) + " is also in provider.only (expected: in one of them)");
    }
    violations.require(
        provider.getRegionsCount() == 0,
        "provider.regions",
        "set (expected: empty; filtering by region is not available in this version, but tags"
            + " such as vertex/us-east5 in provider.only are)");
    return new RoutePreferences(
        names("provider.order", provider.getOrderList()),
        names("provider.only", provider.getOnlyList()),
        names("provider.ignore", provider.getIgnoreList()),
        !provider.hasAllowFallbacks() || provider.getAllowFallbacks(),
        provider.getRequireParameters(),
        denied(provider),
        provider.getZdr(),
        provider.getEnforceDistillableText(),
        quantizations(provider.getQuantizationsList()),
        provider.hasSort() ? sort(provider.getSort()) : null,
        percentiles("provider.preferred_min_throughput", provider.getPreferredMinThroughput()),
        percentiles("provider.preferred_max_latency", provider.getPreferredMaxLatency()),
        maxPrice(provider.getMaxPrice()));
  }

  private List<String> names(String field, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      violations.require(
          !names.get(i).isEmpty(), field + "[" + i + "]", "empty (expected: a provider's name)");
    }
    return names;
  }

  private boolean denied(ProviderPreferences provider) {
    return switch (provider.getDataCollection()) {
      case DATA_COLLECTION_UNSPECIFIED, DATA_COLLECTION_ALLOW -> false;
      case DATA_COLLECTION_DENY -> true;
      case UNRECOGNIZED -> {
        violations.add("provider.data_collection", "unknown: " + provider.getDataCollectionValue());
        yield true;
      }
    };
  }

  private List<String> quantizations(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      violations.require(
          QUANTIZATIONS.contains(names.get(i)),
          "provider.quantizations[" + i + "]",
          Violations.shown(names.get(i)) + " (expected: one such as fp8, bf16, int4 or unknown)");
    }
    return names;
  }

  private @Nullable Sort sort(SortPreference sort) {
    boolean across = sort.getPartition() == SortPartition.SORT_PARTITION_NONE;
    return switch (sort.getBy()) {
      case SORT_BY_UNSPECIFIED -> {
        violations.require(
            !across,
            "provider.sort.by",
            "not set (expected: price, throughput, latency, exacto or balanced beside partition)");
        yield null;
      }
      case SORT_BY_PRICE -> new Sort(Sort.By.PRICE, across);
      case SORT_BY_THROUGHPUT -> new Sort(Sort.By.THROUGHPUT, across);
      case SORT_BY_LATENCY -> new Sort(Sort.By.LATENCY, across);
      case SORT_BY_EXACTO -> new Sort(Sort.By.EXACTO, across);
      case SORT_BY_BALANCED -> new Sort(Sort.By.BALANCED, across);
      case UNRECOGNIZED -> {
        violations.add("provider.sort.by", "unknown: " + sort.getByValue());
        yield null;
      }
    };
  }

  private Map<String, Double> percentiles(String field, Percentiles percentiles) {
    Map<String, Double> read = new TreeMap<>();
    put(read, percentiles.hasP50(), field, "p50", percentiles.getP50());
    put(read, percentiles.hasP75(), field, "p75", percentiles.getP75());
    put(read, percentiles.hasP90(), field, "p90", percentiles.getP90());
    put(read, percentiles.hasP99(), field, "p99", percentiles.getP99());
    return read;
  }

  private void put(
      Map<String, Double> read, boolean present, String field, String name, double value) {
    if (!present) {
      return;
    }
    if (value >= 0 && Double.isFinite(value)) {
      read.put(name, value);
    } else {
      violations.add(field + "." + name, value + " (expected: a number of 0 or more)");
    }
  }

  private RoutePreferences.MaxPrice maxPrice(MaxPrice price) {
    String max = "provider.max_price.";
    return new RoutePreferences.MaxPrice(
        rate(max + "input", price.getInput(), violations),
        rate(max + "output", price.getOutput(), violations),
        decimal(max + "request", price.getRequest(), Money::parse, violations),
        decimal(max + "image", price.getImage(), Money::parse, violations),
        rate(max + "audio", price.getAudio(), violations));
  }

  /** USD per million tokens; null where empty, or noted where wrong. */
  static @Nullable TokenRate rate(String field, String text, Violations violations) {
    return decimal(field, text, TokenRate::perMillion, violations);
  }

  private static <T> @Nullable T decimal(
      String field, String text, Function<String, T> parse, Violations violations) {
    if (text.isEmpty()) {
      return null;
    }
    if (DECIMAL.matcher(text).matches()) {
      try {
        return parse.apply(text);
      } catch (ArithmeticException e) {
        // Finer than a nano-dollar, or beyond all money: said below.
      }
    }
    violations.add(
        field,
        Violations.shown(text) + " (expected: USD as a decimal such as 2.50, at most 9 places)");
    return null;
  }
}
