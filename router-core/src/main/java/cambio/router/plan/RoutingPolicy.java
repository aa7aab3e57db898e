package cambio.router.plan;

/**
 * What the operator decides for all requests.
 *
 * @param strategy how candidates are ordered where the caller does not say
 * @param unknownPrice whether an endpoint without a known price may serve
 * @param maxFallbackModels how many models a caller may name besides the first
 */
public record RoutingPolicy(
    DefaultStrategy strategy, UnknownPrice unknownPrice, int maxFallbackModels) {

  /** The inverse-square lottery; unknown prices refused; three fallback models. */
  public static RoutingPolicy standard() {
    return new RoutingPolicy(DefaultStrategy.PRICE, UnknownPrice.REFUSE, 3);
  }

  /** The strategies that an operator can make the default. */
  public enum DefaultStrategy {
    /** Drawn by the inverse square of the price. */
    PRICE,
    /** Drawn by a share of price, speed and reliability together. */
    BALANCED,
    /** Fastest output first. */
    THROUGHPUT,
    /** Shortest wait for the first token first. */
    LATENCY
  }

  /** What becomes of endpoints without a known price. */
  public enum UnknownPrice {
    /** They do not serve. */
    REFUSE,
    /** They serve behind all others, and the plan says so. */
    FLAG
  }
}
