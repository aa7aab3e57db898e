package cambio.server.surface.chat;

import cambio.router.money.Money;
import cambio.router.money.TokenRate;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.MaxPrice;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.server.execution.Delivery;
import cambio.server.surface.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code provider} object, with Cambio's own members: {@code resume} and {@code hedge}.
 * Names of providers are resolved later, by the catalogue.
 */
final class ProviderPreferencesReader {

  private static final String[] QUANTIZATIONS = {
    "int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32",
    "unknown"
  };
  private static final String[] SORTS = {"price", "throughput", "latency", "exacto", "balanced"};

  private final Ignored ignored;
  private List<String> order = List.of();
  private List<String> only = List.of();
  private List<String> ignore = List.of();
  private boolean allowFallbacks = true;
  private boolean requireParameters;
  private boolean denyDataCollection;
  private boolean zdr;
  private boolean distillableOnly;
  private List<String> quantizations = List.of();
  private @Nullable Sort sort;
  private Map<String, Double> minThroughput = Map.of();
  private Map<String, Double> maxLatency = Map.of();
  private boolean resume = true;
  private @Nullable Boolean hedge;
  private MaxPrice maxPrice = MaxPrice.NONE;

  ProviderPreferencesReader(Ignored ignored) {
    this.ignored = ignored;
  }

  RoutePreferences read(StrictJson json) throws IOException {
    String path = json.path();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "order" -> order = json.texts();
        case "only" -> only = json.texts();
        case "ignore" -> ignore = json.texts();
        case "allow_fallbacks" -> allowFallbacks = !Boolean.FALSE.equals(json.bool());
        case "require_parameters" -> requireParameters = Boolean.TRUE.equals(json.bool());
        case "data_collection" -> denyDataCollection = "deny".equals(json.word("allow", "deny"));
        case "zdr" -> zdr = Boolean.TRUE.equals(json.bool());
        case "enforce_distillable_text" -> distillableOnly = Boolean.TRUE.equals(json.bool());
        case "quantizations" -> quantizations = quantizations(json);
        case "sort" -> sort = sort(json);
        case "preferred_min_throughput" -> minThroughput = percentiles(json);
        case "preferred_max_latency" -> maxLatency = percentiles(json);
        case "hedge" -> hedge = json.bool();
        case "resume" -> resume = !Boolean.FALSE.equals(json.bool());
        case "max_price" -> maxPrice = maxPrice(json);
        default -> ignored.skip(json);
      }
    }
    requireNoContradiction(path);
    return new RoutePreferences(
        order,
        only,
        ignore,
        allowFallbacks,
        requireParameters,
        denyDataCollection,
        zdr,
        distillableOnly,
        quantizations,
        sort,
        minThroughput,
        maxLatency,
        maxPrice);
  }

  /** What the object says beyond who may serve. */
  Delivery delivery() {
    return new Delivery(resume, hedge, null);
  }

  private void requireNoContradiction(String path) {
    for (String provider : only) {
      if (ignore.contains(provider)) {
        throw StrictJson.refusal(
            path + ".ignore",
            StrictJson.quoted(provider)
                + " also stands in "
                + path
                + ".only (expected: in one of the two)");
      }
    }
  }

  private static List<String> quantizations(StrictJson json) throws IOException {
    List<String> read = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      String word = json.word(QUANTIZATIONS);
      if (word != null) {
        read.add(word);
      }
    }
    return read;
  }

  private @Nullable Sort sort(StrictJson json) throws IOException {
    if (!json.isObject()) {
      return sortBy(json.word(SORTS), false);
    }
    String by = null;
    boolean acrossModels = false;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "by" -> by = json.word(SORTS);
        case "partition" -> acrossModels = "none".equals(json.word("model", "none"));
        default -> ignored.skip(json);
      }
    }
    return sortBy(by, acrossModels);
  }

  private static @Nullable Sort sortBy(@Nullable String by, boolean acrossModels) {
    return by == null ? null : new Sort(Sort.By.valueOf(by.toUpperCase(Locale.ROOT)), acrossModels);
  }

  /** A bare number is the median's. */
  private static Map<String, Double> percentiles(StrictJson json) throws IOException {
    Map<String, Double> bounds = new LinkedHashMap<>();
    if (!json.isObject()) {
      put(bounds, "p50", json);
      return bounds;
    }
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "p50", "p75", "p90", "p99" -> put(bounds, name, json);
        default -> throw json.refused("no percentile (expected one of p50, p75, p90, p99)");
      }
    }
    return bounds;
  }

  private static void put(Map<String, Double> bounds, String name, StrictJson json)
      throws IOException {
    Double bound = json.number(0, 1_000_000);
    if (bound != null) {
      bounds.put(name, bound);
    }
  }

  private MaxPrice maxPrice(StrictJson json) throws IOException {
    TokenRate prompt = null;
    TokenRate completion = null;
    Money request = null;
    Money image = null;
    TokenRate audio = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "prompt" -> prompt = price(json, TokenRate::perMillion);
        case "completion" -> completion = price(json, TokenRate::perMillion);
        case "request" -> request = price(json, ProviderPreferencesReader::amount);
        case "image" -> image = price(json, ProviderPreferencesReader::amount);
        case "audio" -> audio = price(json, TokenRate::perMillion);
        default -> ignored.skip(json);
      }
    }
    return new MaxPrice(prompt, completion, request, image, audio);
  }

  private interface PriceParser<T> {
    T parse(String decimal);
  }

  private static <T> @Nullable T price(StrictJson json, PriceParser<T> parser) throws IOException {
    if (json.isNull()) {
      return null;
    }
    String expected = "USD, at least 0, with at most 9 decimals";
    if (!json.isNumber() && !json.isText()) {
      throw json.wrong(expected);
    }
    String decimal = json.numberText();
    try {
      // A long exponent would make the exact arithmetic below very long as well.
      if (decimal.length() <= 40 && Math.abs(new java.math.BigDecimal(decimal).scale()) <= 40) {
        return parser.parse(decimal);
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw json.wrong(expected);
    }
    throw json.wrong(expected);
  }

  private static Money amount(String decimal) {
    Money money = Money.parse(decimal);
    if (money.nanos() < 0) {
      throw new IllegalArgumentException("negative");
    }
    return money;
  }
}
