package cambio.router.sim;

import cambio.router.sim.SimulationReport.OutageReport;
import java.util.Arrays;

/** First attempts by endpoint and second: how fast an endpoint is left and found again. */
final class Timeline {

  private static final double GONE = 0.01;
  private static final double GONE_OF_BEFORE = 0.1;
  private static final int BEFORE_SECONDS = 60;
  private static final int RETURN_SECONDS = 5;
  private static final int QUIET_SECONDS = 3;

  private final int[][] firsts;
  private int[] totals = new int[1_024];

  Timeline(int endpoints) {
    this.firsts = new int[endpoints][1_024];
  }

  void first(int endpoint, double now) {
    int second = (int) now;
    if (second >= totals.length) {
      int longer = Math.max(second + 1, totals.length * 2);
      totals = Arrays.copyOf(totals, longer);
      for (int i = 0; i < firsts.length; i++) {
        firsts[i] = Arrays.copyOf(firsts[i], longer);
      }
    }
    firsts[endpoint][second]++;
    totals[second]++;
  }

  OutageReport report(String name, int endpoint, Incident outage, double end) {
    int from = (int) outage.fromSecond();
    int until = (int) Math.ceil(outage.fromSecond() + outage.seconds());
    double before = share(endpoint, from - BEFORE_SECONDS, from);
    double leave = before > 0 ? leave(endpoint, from, until, before) : Double.NaN;
    double back = before > 0 ? back(endpoint, until, (int) end, before) : Double.NaN;
    return new OutageReport(name, outage.fromSecond(), leave, back);
  }

  private double leave(int endpoint, int from, int until, double before) {
    for (int second = from; second < until; second++) {
      double share = share(endpoint, second, second + QUIET_SECONDS);
      if (share < GONE || share < GONE_OF_BEFORE * before) {
        return second - from;
      }
    }
    return until - from;
  }

  private double back(int endpoint, int until, int end, double before) {
    for (int second = until; second + RETURN_SECONDS <= end; second++) {
      if (share(endpoint, second, second + RETURN_SECONDS) >= before / 2) {
        return second - until;
      }
    }
    return Double.NaN;
  }

  private double share(int endpoint, int from, int until) {
    long own = 0;
    long all = 0;
    for (int second = Math.max(0, from); second < Math.min(until, totals.length); second++) {
      own += firsts[endpoint][second];
      all += totals[second];
    }
    return all == 0 ? 0 : (double) own / all;
  }
}
