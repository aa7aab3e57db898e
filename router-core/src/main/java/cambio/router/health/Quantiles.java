package cambio.router.health;

/**
 * Where a measured value lies for the given part of all samples.
 *
 * @param samples how many there are; where 0 the rest is {@link Double#NaN}
 */
public record Quantiles(long samples, double p50, double p75, double p90, double p95, double p99) {

  /** Nothing measured. */
  public static final Quantiles NONE =
      new Quantiles(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /**
   * The value of a percentile by its name.
   *
   * @param name {@code p50}, {@code p75}, {@code p90}, {@code p95} or {@code p99}
   * @throws IllegalArgumentException for every other name
   */
  public double named(String name) {
    return switch (name) {
      case "p50" -> p50;
      case "p75" -> p75;
      case "p90" -> p90;
      case "p95" -> p95;
      case "p99" -> p99;
      default ->
          throw new IllegalArgumentException(
              "percentile: " + name + " (expected: p50 p75 p90 p95 p99)");
    };
  }
}
