package cambio.router.health;

import java.util.Arrays;

/**
 * Notices that an endpoint does not answer before any attempt has timed out: the attempts that have
 * started since its last answer wait longer than chance explains. How likely it is that an attempt
 * is still unanswered at its age, the endpoint's own times to the first event tell; the product
 * over all of them is the likelihood that nothing is wrong. So two that wait beyond the 99th
 * percentile are enough, and so are ten beyond the median.
 *
 * <p>Percentiles of few samples promise little: none counts for more than one in as many as there
 * are. An endpoint of which nothing is known gets twenty attempts until it answers for the first
 * time. Immutable.
 */
final class Silence {

  private static final int KEPT = 16;
  private static final int MANY_OF_UNKNOWN = 20;
  private static final long LEAST_MILLIS = 1_000;
  private static final double UNLIKELY = 1.1e-4;

  static final Silence NONE = new Silence(0, new long[0]);

  private final int starts;
  private final long[] oldest;

  private Silence(int starts, long[] oldest) {
    this.starts = starts;
    this.oldest = oldest;
  }

  /** One more attempt has started. */
  Silence started(long nowMillis) {
    if (oldest.length == KEPT) {
      return new Silence(starts + 1, oldest);
    }
    long[] longer = Arrays.copyOf(oldest, oldest.length + 1);
    longer[oldest.length] = nowMillis;
    return new Silence(starts + 1, longer);
  }

  /** Whether it has been silent for longer than its answers need. */
  boolean suspicious(Quantiles timeToFirstEvent, long nowMillis) {
    if (timeToFirstEvent.samples() == 0) {
      return starts >= MANY_OF_UNKNOWN;
    }
    if (starts < 2 || nowMillis - oldest[0] < LEAST_MILLIS) {
      return false;
    }
    double chance = 1;
    for (long start : oldest) {
      chance *= unansweredPart(timeToFirstEvent, (nowMillis - start) / 1_000.0);
    }
    return chance < UNLIKELY;
  }

  /** The part of all answers that take longer than this. */
  private static double unansweredPart(Quantiles usual, double seconds) {
    double part = 1;
    if (seconds > usual.p99()) {
      part = 0.01;
    } else if (seconds > usual.p90()) {
      part = 0.1;
    } else if (seconds > usual.p75()) {
      part = 0.25;
    } else if (seconds > usual.p50()) {
      part = 0.5;
    }
    return Math.max(part, 1.0 / (usual.samples() + 1));
  }
}
