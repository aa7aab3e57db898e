package cambio.router;

import cambio.router.money.Money;
import cambio.router.money.TokenRate;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.MaxPrice;
import cambio.router.plan.RoutePreferences.Sort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds preferences for tests; every field is none at first. */
public final class TestPreferences {

  private List<String> order = List.of();
  private List<String> only = List.of();
  private List<String> ignore = List.of();
  private boolean allowFallbacks = true;
  private boolean requireParameters;
  private boolean denyDataCollection;
  private boolean zdr;
  private boolean distillable;
  private List<String> quantizations = List.of();
  private @Nullable Sort sort;
  private Map<String, Double> minThroughput = Map.of();
  private Map<String, Double> maxLatency = Map.of();
  private MaxPrice maxPrice = MaxPrice.NONE;

  public TestPreferences order(String... tags) {
    order = List.of(tags);
    return this;
  }

  public TestPreferences only(String... tags) {
    only = List.of(tags);
    return this;
  }

  public TestPreferences ignore(String... tags) {
    ignore = List.of(tags);
    return this;
  }

  public TestPreferences noFallbacks() {
    allowFallbacks = false;
    return this;
  }

  public TestPreferences requireParameters() {
    requireParameters = true;
    return this;
  }

  public TestPreferences denyDataCollection() {
    denyDataCollection = true;
    return this;
  }

  public TestPreferences zdr() {
    zdr = true;
    return this;
  }

  public TestPreferences distillable() {
    distillable = true;
    return this;
  }

  public TestPreferences quantizations(String... names) {
    quantizations = List.of(names);
    return this;
  }

  public TestPreferences sort(Sort.By by) {
    sort = new Sort(by, false);
    return this;
  }

  public TestPreferences sortAcrossModels(Sort.By by) {
    sort = new Sort(by, true);
    return this;
  }

  public TestPreferences minThroughput(String percentile, double value) {
    minThroughput = Map.of(percentile, value);
    return this;
  }

  public TestPreferences maxLatency(String percentile, double value) {
    maxLatency = Map.of(percentile, value);
    return this;
  }

  public TestPreferences maxPrompt(String usdPerMillion) {
    maxPrice = new MaxPrice(TokenRate.perMillion(usdPerMillion), null, null, null, null);
    return this;
  }

  public TestPreferences maxRequest(long nanos) {
    maxPrice = new MaxPrice(null, null, new Money(nanos), null, null);
    return this;
  }

  public RoutePreferences build() {
    return new RoutePreferences(
        order,
        only,
        ignore,
        allowFallbacks,
        requireParameters,
        denyDataCollection,
        zdr,
        distillable,
        quantizations,
        sort,
        minThroughput,
        maxLatency,
        maxPrice);
  }
}
