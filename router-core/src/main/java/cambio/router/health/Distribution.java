package cambio.router.health;

import com.tdunning.math.stats.Centroid;
import com.tdunning.math.stats.MergingDigest;
import java.util.Arrays;
import java.util.Collection;

/**
 * What a sketch holds, as points with weights in their order: so sketches of several routers can be
 * sent and added up. Adding is a union, and so gives the same whatever the order. Immutable.
 */
final class Distribution {

  /** No samples. */
  static final Distribution NONE = new Distribution(new double[0], new int[0]);

  private final double[] means;
  private final int[] weights;

  private Distribution(double[] means, int[] weights) {
    this.means = means;
    this.weights = weights;
  }

  /** The points of a sketch. */
  static Distribution of(MergingDigest digest) {
    digest.compress();
    Collection<Centroid> centroids = digest.centroids();
    double[] means = new double[centroids.size()];
    int[] weights = new int[centroids.size()];
    int at = 0;
    for (Centroid centroid : centroids) {
      means[at] = centroid.mean();
      weights[at++] = centroid.count();
    }
    return of(means, weights);
  }

  /**
   * Of points in any order.
   *
   * @param weights as many as there are points, each at least 1
   * @throws IllegalArgumentException where a point is no finite number, or a weight is under 1
   */
  static Distribution of(double[] means, int[] weights) {
    Distribution all = NONE;
    boolean sorted = true;
    for (int i = 0; i < means.length; i++) {
      if (!Double.isFinite(means[i]) || weights[i] < 1) {
        throw new IllegalArgumentException(
            "point " + i + ": " + means[i] + " × " + weights[i] + " (expected: finite, 1 or more)");
      }
      sorted &= i == 0 || order(means[i - 1], weights[i - 1], means[i], weights[i]) <= 0;
    }
    if (sorted) {
      return means.length == 0 ? NONE : new Distribution(means.clone(), weights.clone());
    }
    for (int i = 0; i < means.length; i++) {
      all = all.plus(new Distribution(new double[] {means[i]}, new int[] {weights[i]}));
    }
    return all;
  }

  /** The points of both. */
  Distribution plus(Distribution other) {
    if (other.means.length == 0) {
      return this;
    }
    if (means.length == 0) {
      return other;
    }
    int length = means.length + other.means.length;
    double[] allMeans = new double[length];
    int[] allWeights = new int[length];
    int mine = 0;
    int theirs = 0;
    for (int i = 0; i < length; i++) {
      boolean takeMine =
          theirs == other.means.length
              || (mine < means.length
                  && order(means[mine], weights[mine], other.means[theirs], other.weights[theirs])
                      <= 0);
      allMeans[i] = takeMine ? means[mine] : other.means[theirs];
      allWeights[i] = takeMine ? weights[mine++] : other.weights[theirs++];
    }
    return new Distribution(allMeans, allWeights);
  }

  /** This part of it, thinned out evenly from its lowest to its highest point. */
  Distribution faded(double part) {
    if (part >= 1) {
      return this;
    }
    double[] left = new double[means.length];
    int[] leftWeights = new int[means.length];
    int length = 0;
    double carried = 0;
    for (int i = 0; i < means.length; i++) {
      double exact = weights[i] * part + carried;
      int whole = (int) exact;
      carried = exact - whole;
      if (whole > 0) {
        left[length] = means[i];
        leftWeights[length++] = whole;
      }
    }
    return length == 0 ? NONE : of(Arrays.copyOf(left, length), Arrays.copyOf(leftWeights, length));
  }

  /** How many samples there are. */
  long samples() {
    long all = 0;
    for (int weight : weights) {
      all += weight;
    }
    return all;
  }

  int points() {
    return means.length;
  }

  double mean(int point) {
    return means[point];
  }

  int weight(int point) {
    return weights[point];
  }

  /** The percentiles, the way between two points taken as straight. */
  Quantiles quantiles() {
    return means.length == 0
        ? Quantiles.NONE
        : new Quantiles(
            samples(),
            quantile(0.5),
            quantile(0.75),
            quantile(0.9),
            quantile(0.95),
            quantile(0.99));
  }

  /** A point stands in the middle of its samples. */
  private double quantile(double part) {
    double wanted = part * samples();
    double before = 0;
    double lastMiddle = 0;
    for (int i = 0; i < means.length; i++) {
      double middle = before + weights[i] / 2.0;
      if (wanted <= middle) {
        return i == 0
            ? means[0]
            : means[i - 1]
                + (means[i] - means[i - 1]) * (wanted - lastMiddle) / (middle - lastMiddle);
      }
      before += weights[i];
      lastMiddle = middle;
    }
    return means[means.length - 1];
  }

  private static int order(double mean, int weight, double otherMean, int otherWeight) {
    int byMean = Double.compare(mean, otherMean);
    return byMean != 0 ? byMean : Integer.compare(weight, otherWeight);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Distribution that
        && Arrays.equals(means, that.means)
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(means) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return points() + " points of " + samples() + " samples";
  }
}
