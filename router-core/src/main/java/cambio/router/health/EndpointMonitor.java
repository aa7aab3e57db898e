package cambio.router.health;

import cambio.router.health.Breaker.State;
import java.time.Instant;

/**
 * Watches one endpoint. Safe for several threads: what changes is under one lock, held for
 * arithmetic only; what is read is a value published last.
 *
 * <p>Percentiles are computed anew when they are asked for and older than a thirtieth of their
 * window or a minute, so that a plan over many endpoints reads values and computes nothing.
 */
public final class EndpointMonitor {

  private static final Window[] WINDOWS = Window.values();
  private static final long LEAST_AGE_MILLIS = 1_000;
  private static final long MOST_AGE_MILLIS = 60_000;
  private static final int FEW_ATTEMPTS = 100;
  private static final int[] BUCKETS = {6, 10, 10, 24};

  private final SlidingWindow[] windows = new SlidingWindow[WINDOWS.length];
  private final WindowStats[] stats = new WindowStats[WINDOWS.length];
  private final long[] computedAt = new long[WINDOWS.length];
  private Circuit circuit = Circuit.CLOSED;
  private CapacityCap cap = CapacityCap.NONE;
  private ConcurrencyLimit concurrency = ConcurrencyLimit.INITIAL;
  private DecayingRate pace = DecayingRate.NONE;
  private int inFlight;
  private volatile Published published = new Published(EndpointHealth.UNKNOWN, Long.MIN_VALUE);

  private record Published(EndpointHealth health, long validUntilMillis) {}

  /** A monitor that has seen nothing. */
  public EndpointMonitor() {
    for (int i = 0; i < WINDOWS.length; i++) {
      windows[i] = new SlidingWindow(WINDOWS[i], BUCKETS[i]);
      stats[i] = WindowStats.NONE;
      computedAt[i] = Long.MIN_VALUE;
    }
  }

  /**
   * An attempt is about to start.
   *
   * @return whether the circuit lets it pass; where it does not, nothing was counted
   */
  public synchronized boolean tryStart(Instant now) {
    if (!circuit.passes(now)) {
      return false;
    }
    circuit = circuit.started(now);
    pace = pace.counted(now.toEpochMilli());
    inFlight++;
    publish(now.toEpochMilli());
    return true;
  }

  /** An attempt that {@link #tryStart} let pass has ended. */
  public synchronized void ended(Outcome outcome, Instant now) {
    long millis = now.toEpochMilli();
    for (SlidingWindow window : windows) {
      window.add(outcome, millis);
    }
    State before = circuit.state();
    circuit =
        switch (outcome.kind()) {
          case SUCCESS -> circuit.worked();
          case DROPPED -> circuit.dropped(now, windows[0].counts(millis));
          case RATE_LIMITED, CREDENTIAL_REFUSED, IGNORED -> circuit.ignored();
        };
    if (before != State.CLOSED && circuit.state() == State.CLOSED) {
      // What was seen before it recovered would keep it at the back for 30 seconds more.
      windows[0].clear();
      computedAt[0] = Long.MIN_VALUE;
    }
    switch (outcome.kind()) {
      case SUCCESS -> concurrency = concurrency.worked(inFlight, outcome.timeToFirstEvent());
      case DROPPED -> concurrency = concurrency.dropped();
      case RATE_LIMITED -> cap = cap.refused(pace.at(millis), millis);
      case CREDENTIAL_REFUSED, IGNORED -> {}
    }
    inFlight = Math.max(0, inFlight - 1);
    publish(millis);
  }

  /** How the endpoint does. */
  public EndpointHealth health(Instant now) {
    Published last = published;
    long millis = now.toEpochMilli();
    return millis < last.validUntilMillis ? last.health : refreshed(millis);
  }

  private synchronized EndpointHealth refreshed(long millis) {
    publish(millis);
    return published.health;
  }

  /** While there is little to add up, each second; so a new endpoint is known within one. */
  private long mostAge(int window) {
    boolean few = stats[window].attempts() < FEW_ATTEMPTS;
    return few
        ? LEAST_AGE_MILLIS
        : Math.min(WINDOWS[window].span().toMillis() / 30, MOST_AGE_MILLIS);
  }

  private void publish(long millis) {
    for (int i = 0; i < WINDOWS.length; i++) {
      if (computedAt[i] == Long.MIN_VALUE || millis - computedAt[i] >= mostAge(i)) {
        stats[i] = windows[i].stats(millis);
        computedAt[i] = millis;
      }
    }
    EndpointHealth health =
        new EndpointHealth(
            circuit.view(),
            stats[0],
            stats[1],
            stats[2],
            stats[3],
            concurrency.whole(),
            inFlight,
            pace.at(millis) > cap.at(millis));
    published = new Published(health, computedAt[0] + LEAST_AGE_MILLIS);
  }
}
