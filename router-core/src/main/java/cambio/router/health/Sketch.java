package cambio.router.health;

import com.tdunning.math.stats.MergingDigest;
import java.util.List;

/** A streaming sketch of a distribution: percentiles within about a percent, in a few kilobytes. */
final class Sketch {

  private static final double COMPRESSION = 50;
  private static final int BUFFER = 100;

  private final MergingDigest digest = new MergingDigest(COMPRESSION, BUFFER);

  void add(double value) {
    digest.add(value);
  }

  /** The percentiles of all samples. */
  static Quantiles quantiles(List<Sketch> sketches) {
    if (sketches.isEmpty()) {
      return Quantiles.NONE;
    }
    MergingDigest all = merged(sketches);
    return new Quantiles(
        all.size(),
        all.quantile(0.5),
        all.quantile(0.75),
        all.quantile(0.9),
        all.quantile(0.95),
        all.quantile(0.99));
  }

  /** All samples, in few points. */
  static Distribution distribution(List<Sketch> sketches) {
    return sketches.isEmpty() ? Distribution.NONE : Distribution.of(merged(sketches));
  }

  private static MergingDigest merged(List<Sketch> sketches) {
    if (sketches.size() == 1) {
      return sketches.getFirst().digest;
    }
    MergingDigest all = new MergingDigest(COMPRESSION, BUFFER);
    all.add(sketches.stream().map(sketch -> sketch.digest).toList());
    return all;
  }
}
