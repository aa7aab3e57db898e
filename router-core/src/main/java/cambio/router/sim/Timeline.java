package cambio.router.sim;

import cambio.router.sim.SimulationReport.OutageReport;
import java.util.Arrays;

/** First attempts by endpoint and time: how fast an endpoint is left and found again. */
final class Timeline {

  private static final double GONE = 0.01;
  private static final double GONE_OF_BEFORE = 0.1;
  private static final double LATE = 5;

  /** However long an outage, it is looked at in so many steps. */
  private static final int MOST_STEPS = 100_000;

  private final Times all = new Times();
  private final Times[] own;
  private final double before;
  private final double quiet;
  private final double back;

  /**
   * A timeline.
   *
   * @param requestsPerSecond the spans that are compared hold some hundred requests at least, so
   *     that a share of a hundredth can be told from none
   */
  Timeline(int endpoints, double requestsPerSecond) {
    this.own = new Times[endpoints];
    Arrays.setAll(own, index -> new Times());
    this.before = Math.max(60, 1_000 / requestsPerSecond);
    this.quiet = Math.max(3, 100 / requestsPerSecond);
    this.back = Math.max(5, 200 / requestsPerSecond);
  }

  void first(int endpoint, double now) {
    all.add(now);
    own[endpoint].add(now);
  }

  OutageReport report(String name, int endpoint, Incident outage, double end) {
    double from = outage.fromSecond();
    double until = Math.min(end, from + outage.seconds());
    double share = share(endpoint, from - before, from);
    boolean used = share > 0;
    return new OutageReport(
        name,
        from,
        used ? leave(endpoint, from, until, share) : Double.NaN,
        used && until < end ? back(endpoint, until, end, share) : Double.NaN,
        until > from + LATE ? share(endpoint, from + LATE, until) : Double.NaN);
  }

  private double leave(int endpoint, double from, double until, double before) {
    double step = step(until - from);
    for (double second = from; second < until; second += step) {
      double share = share(endpoint, second, second + quiet);
      if (share < GONE || share < GONE_OF_BEFORE * before) {
        return second - from;
      }
    }
    return until - from;
  }

  private double back(int endpoint, double until, double end, double before) {
    double step = step(end - until);
    for (double second = until; second + back <= end; second += step) {
      if (share(endpoint, second, second + back) >= before / 2) {
        return second - until;
      }
    }
    return Double.NaN;
  }

  private static double step(double span) {
    return Math.max(1, span / MOST_STEPS);
  }

  private double share(int endpoint, double from, double until) {
    int requests = all.between(from, until);
    return requests == 0 ? 0 : (double) own[endpoint].between(from, until) / requests;
  }

  /** Moments in the order in which they came. */
  private static final class Times {
    private double[] times = new double[64];
    private int size;

    void add(double time) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
      }
      times[size++] = time;
    }

    /** How many lie in the span, its end left out. */
    int between(double from, double until) {
      return before(until) - before(from);
    }

    private int before(double time) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (times[middle] < time) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
