package cambio.router.plan;

import cambio.router.money.Money;
import cambio.router.money.TokenRate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller's {@code provider} object, with OpenRouter's names and meanings.
 *
 * @param order endpoint tags to try in this order, then the rest unless fallbacks are off
 * @param only allow list of tags; empty for all
 * @param ignore deny list of tags
 * @param allowFallbacks whether endpoints beyond the first (or beyond {@code order}) may serve
 * @param requireParameters whether endpoints that do not support every sent parameter are out
 * @param denyDataCollection {@code data_collection: deny}
 * @param zdr only endpoints that retain nothing
 * @param distillableOnly {@code enforce_distillable_text}
 * @param quantizations allowed quantizations; empty for all
 * @param sort null for the default lottery
 * @param preferredMinThroughput percentile name ({@code p50} ...) to tokens a second
 * @param preferredMaxLatency percentile name to seconds
 */
public record RoutePreferences(
    List<String> order,
    List<String> only,
    List<String> ignore,
    boolean allowFallbacks,
    boolean requireParameters,
    boolean denyDataCollection,
    boolean zdr,
    boolean distillableOnly,
    List<String> quantizations,
    @Nullable Sort sort,
    Map<String, Double> preferredMinThroughput,
    Map<String, Double> preferredMaxLatency,
    MaxPrice maxPrice) {

  private static final RoutePreferences NONE =
      new RoutePreferences(
          List.of(),
          List.of(),
          List.of(),
          true,
          false,
          false,
          false,
          false,
          List.of(),
          null,
          Map.of(),
          Map.of(),
          MaxPrice.NONE);

  public RoutePreferences {
    order = List.copyOf(order);
    only = List.copyOf(only);
    ignore = List.copyOf(ignore);
    quantizations = List.copyOf(quantizations);
    preferredMinThroughput = Map.copyOf(preferredMinThroughput);
    preferredMaxLatency = Map.copyOf(preferredMaxLatency);
  }

  /** The same with other data policies. */
  public RoutePreferences withDataPolicy(boolean denyCollection, boolean zeroRetention) {
    return new RoutePreferences(
        order,
        only,
        ignore,
        allowFallbacks,
        requireParameters,
        denyCollection,
        zeroRetention,
        distillableOnly,
        quantizations,
        sort,
        preferredMinThroughput,
        preferredMaxLatency,
        maxPrice);
  }

  /**
   * These preferences where they say something, else those. What only narrows (data policies,
   * parameters) holds if either asks for it.
   */
  public RoutePreferences orElse(RoutePreferences defaults) {
    if (defaults == NONE) {
      return this;
    }
    return new RoutePreferences(
        order.isEmpty() ? defaults.order : order,
        only.isEmpty() ? defaults.only : only,
        ignore.isEmpty() ? defaults.ignore : ignore,
        allowFallbacks && defaults.allowFallbacks,
        requireParameters || defaults.requireParameters,
        denyDataCollection || defaults.denyDataCollection,
        zdr || defaults.zdr,
        distillableOnly || defaults.distillableOnly,
        quantizations.isEmpty() ? defaults.quantizations : quantizations,
        sort == null && order.isEmpty() ? defaults.sort : sort,
        preferredMinThroughput.isEmpty() ? defaults.preferredMinThroughput : preferredMinThroughput,
        preferredMaxLatency.isEmpty() ? defaults.preferredMaxLatency : preferredMaxLatency,
        maxPrice.orElse(defaults.maxPrice));
  }

  /** No preferences. */
  public static RoutePreferences none() {
    return NONE;
  }

  /**
   * An order in place of the lottery.
   *
   * @param acrossModels {@code partition: none}: endpoints of all models are sorted together
   */
  public record Sort(By by, boolean acrossModels) {

    /** What to sort by. */
    public enum By {
      PRICE,
      THROUGHPUT,
      LATENCY,
      EXACTO,
      BALANCED
    }
  }

  /**
   * The dearest that may serve; null where there is no bound. A hard filter.
   *
   * @param audio for sound, in the prompt and in the answer
   */
  public record MaxPrice(
      @Nullable TokenRate prompt,
      @Nullable TokenRate completion,
      @Nullable Money request,
      @Nullable Money image,
      @Nullable TokenRate audio) {

    /** No bound. */
    public static final MaxPrice NONE = new MaxPrice(null, null, null, null, null);

    MaxPrice orElse(MaxPrice other) {
      return new MaxPrice(
          prompt == null ? other.prompt : prompt,
          completion == null ? other.completion : completion,
          request == null ? other.request : request,
          image == null ? other.image : image,
          audio == null ? other.audio : audio);
    }
  }
}
