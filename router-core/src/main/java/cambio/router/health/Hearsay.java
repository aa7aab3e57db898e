package cambio.router.health;

import cambio.router.health.Breaker.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What other routers say of one endpoint: the last report of each. What a router said fades as the
 * window goes on, so one that has stopped is forgotten in time. Immutable.
 */
record Hearsay(Map<String, EndpointReport> reports) {

  /** Nobody has said anything. */
  static final Hearsay NONE = new Hearsay(Map.of());

  /** Routers that are remembered, the latest to speak. */
  private static final int MOST_ROUTERS = 64;

  /** A circuit that others have open is told of by reports that are no older. */
  private static final long BREAKER_MILLIS = 10_000;

  Hearsay {
    reports = Map.copyOf(reports);
  }

  boolean isEmpty() {
    return reports.isEmpty();
  }

  boolean knows(String router) {
    return reports.containsKey(router);
  }

  /** With this router's latest word. */
  Hearsay with(String router, EndpointReport report, long nowMillis) {
    Map<String, EndpointReport> all = new HashMap<>(reports);
    all.put(router, report);
    all.values().removeIf(one -> nowMillis - one.atMillis() > Window.DAY.span().toMillis());
    while (all.size() > MOST_ROUTERS) {
      all.remove(longestSilent(all));
    }
    return new Hearsay(all);
  }

  private static String longestSilent(Map<String, EndpointReport> all) {
    String oldest = "";
    long at = Long.MAX_VALUE;
    for (Map.Entry<String, EndpointReport> one : all.entrySet()) {
      if (one.getValue().atMillis() < at) {
        at = one.getValue().atMillis();
        oldest = one.getKey();
      }
    }
    return oldest;
  }

  /** What the others have counted in a window. */
  WindowTotals totals(Window window, long nowMillis) {
    WindowTotals all = WindowTotals.NONE;
    for (EndpointReport report : reports.values()) {
      all = all.plus(report.totals(window, nowMillis));
    }
    return all;
  }

  /** At which pace the others call it now, together. */
  double pace(long nowMillis) {
    double all = 0;
    for (EndpointReport report : reports.values()) {
      all += report.pace().at(nowMillis);
    }
    return all;
  }

  /**
   * Until when an endpoint is left alone for a report of it; null where it says nothing against it.
   */
  static @Nullable Instant openUntil(EndpointReport report, Instant now) {
    long millis = now.toEpochMilli();
    if (report.state() == State.CLOSED || millis - report.atMillis() > BREAKER_MILLIS) {
      return null;
    }
    Instant until =
        report.state() == State.HALF_OPEN
            ? now.plus(Circuit.FIRST_PAUSE)
            : Instant.ofEpochMilli(report.reopensAtMillis());
    // Another's clock may be wrong; no circuit is open for longer than this.
    Instant latest = now.plus(Circuit.LONGEST_PAUSE);
    if (until.isAfter(latest)) {
      return latest;
    }
    return until.isAfter(now) ? until : null;
  }
}
