package cambio.router.plan;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the contenders do among each other in one figure: its median and its spread.
 *
 * @param known how many have a figure
 * @param median {@link Double#NaN} where none has
 * @param sigma the spread as a standard deviation, from the median of absolute deviations, so that
 *     one outlier does not widen it
 */
record Peers(int known, double median, double sigma) {

  /** The median of absolute deviations times this is the standard deviation of a normal one. */
  private static final double MAD_TO_SIGMA = 1.4826;

  static Peers of(List<Contender> contenders, ToDoubleFunction<Contender> figure) {
    double[] values = new double[contenders.size()];
    int known = 0;
    for (Contender contender : contenders) {
      double value = figure.applyAsDouble(contender);
      if (!Double.isNaN(value)) {
        values[known++] = value;
      }
    }
    double median = median(values, known);
    for (int i = 0; i < known; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return new Peers(known, median, MAD_TO_SIGMA * median(values, known));
  }

  /**
   * A figure drawn towards the peers' median where it rests on few samples.
   *
   * @param weight how many samples the median counts as
   * @param otherwise what to take where neither is known
   */
  double shrunk(double own, long samples, double weight, double otherwise) {
    double prior = known == 0 ? otherwise : median;
    return samples == 0 || Double.isNaN(own)
        ? prior
        : (own * samples + prior * weight) / (samples + weight);
  }

  private static double median(double[] values, int count) {
    if (count == 0) {
      return Double.NaN;
    }
    Arrays.sort(values, 0, count);
    return values[count / 2];
  }
}
