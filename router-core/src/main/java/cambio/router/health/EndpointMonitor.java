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
  private ConcurrencyLimit concurrency = ConcurrencyLimit.UNLIMITED;
  private DecayingRate pace = DecayingRate.NONE;
  private Silence silence = Silence.NONE;
  private int inFlight;
  private int answered;
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
   * An attempt is about to start, if the circuit lets it pass.
   *
   * @return whether it does; where it does not, nothing was counted
   */
  public synchronized boolean tryStart(Instant now) {
    if (!circuit.passes(now)) {
      return false;
    }
    started(now);
    return true;
  }

  /** An attempt starts, whatever the circuit says: the plan let it pass a moment ago. */
  public synchronized void started(Instant now) {
    circuit = circuit.started(now);
    pace = pace.counted(now.toEpochMilli());
    silence = silence.started(now.toEpochMilli());
    inFlight++;
    publish(now.toEpochMilli());
  }

  /**
   * The first event of an attempt came. Optional: where it is told, a probe counts as soon as it
   * answers, and not only when its stream is over.
   */
  public synchronized void answered(Instant now) {
    answered++;
    silence = Silence.NONE;
    worked();
    publish(now.toEpochMilli());
  }

  /**
   * An attempt that was started has ended. An outcome with a time to the first event belongs to an
   * attempt that answered.
   */
  public synchronized void ended(Outcome outcome, Instant now) {
    long millis = now.toEpochMilli();
    for (SlidingWindow window : windows) {
      window.add(outcome, millis);
    }
    boolean silent = silent(millis);
    boolean told = answered > 0 && !Double.isNaN(outcome.timeToFirstEvent());
    answered -= told ? 1 : 0;
    inFlight = Math.max(0, inFlight - 1);
    listen(outcome.kind(), told);
    switch (outcome.kind()) {
      case SUCCESS -> {
        if (!told) {
          worked();
        }
      }
      case DROPPED, OVERLOADED ->
          circuit =
              silent
                  ? circuit.silent(now, outcome.startedAt())
                  : circuit.dropped(now, outcome.startedAt(), windows[0].counts(millis));
      case RATE_LIMITED, CREDENTIAL_REFUSED, IGNORED -> circuit = circuit.ignored();
    }
    switch (outcome.kind()) {
      case SUCCESS ->
          concurrency = concurrency.worked(inFlight + 1, outcome.timeToFirstEvent(), millis);
      case OVERLOADED -> concurrency = concurrency.overloaded(inFlight + 1, millis);
      case RATE_LIMITED -> cap = cap.refused(pace.at(millis), millis);
      case DROPPED, CREDENTIAL_REFUSED, IGNORED -> {}
    }
    publish(millis);
  }

  /**
   * Whatever came is an answer, a refusal too. No answer is what the caller or the clock ended, nor
   * the end of a stream whose beginning was heard long ago. But where nobody waits any more, there
   * is nothing left to be heard.
   */
  private void listen(Outcome.Kind kind, boolean told) {
    boolean answer =
        switch (kind) {
          case SUCCESS, DROPPED, RATE_LIMITED, CREDENTIAL_REFUSED -> !told;
          case OVERLOADED, IGNORED -> false;
        };
    if (answer || inFlight <= answered) {
      silence = Silence.NONE;
    }
  }

  private boolean silent(long millis) {
    return silence.suspicious(stats[1].timeToFirstEvent(), millis);
  }

  /** An answer that called tools was looked at; after the end of its attempt, or without one. */
  public synchronized void calledTools(boolean sound, Instant now) {
    long millis = now.toEpochMilli();
    Outcome outcome = Outcome.of(Outcome.Kind.IGNORED).withToolCall(sound);
    for (SlidingWindow window : windows) {
      window.add(outcome, millis);
    }
    publish(millis);
  }

  /** How the endpoint does. */
  public EndpointHealth health(Instant now) {
    Published last = published;
    long millis = now.toEpochMilli();
    return millis < last.validUntilMillis ? last.health : refreshed(millis);
  }

  private void worked() {
    State before = circuit.state();
    circuit = circuit.worked();
    if (before != State.CLOSED && circuit.state() == State.CLOSED) {
      // What was seen before it recovered would keep it at the back for 30 seconds more, and a
      // limit that silence taught would let it come back one attempt at a time.
      windows[0].clear();
      computedAt[0] = Long.MIN_VALUE;
      concurrency = concurrency.recovered();
    }
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
            concurrency.isLimited() ? concurrency.whole() : null,
            inFlight,
            pace.at(millis) > cap.at(millis),
            silent(millis));
    published = new Published(health, computedAt[0] + LEAST_AGE_MILLIS);
  }
}
