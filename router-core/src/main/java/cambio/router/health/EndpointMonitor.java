package cambio.router.health;

import cambio.router.health.Breaker.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches one endpoint, and hears what other routers say of it. Safe for several threads: what
 * changes is under one lock, held for arithmetic only; what is read is a value published last.
 *
 * <p>Percentiles are computed anew when they are asked for and older than a thirtieth of their
 * window or a minute, so that a plan over many endpoints reads values and computes nothing.
 *
 * <p>What others have counted is added to what was counted here, but for the last 30 seconds: there
 * a router that has a few attempts of its own goes by these alone, lest trouble on another's way to
 * the endpoint become its own. For the same reason it leaves an endpoint alone on hearsay only
 * where nothing of late speaks for it.
 */
public final class EndpointMonitor {

  private static final Window[] WINDOWS = Window.values();
  private static final long LEAST_AGE_MILLIS = 1_000;
  private static final long MOST_AGE_MILLIS = 60_000;
  private static final int FEW_ATTEMPTS = 100;
  private static final long NEWS_MILLIS = 1_000;

  /** From so many attempts in 30 seconds on, they count alone. */
  private static final int OWN_ATTEMPTS = 5;

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
  private Hearsay hearsay = Hearsay.NONE;
  private long recoveredAt;
  private boolean changed;
  private long toldAt = Long.MIN_VALUE;
  private State toldState = State.CLOSED;
  private final WindowTotals[] told = new WindowTotals[WINDOWS.length];
  private final long[] totalledAt = new long[WINDOWS.length];
  private volatile Published published = new Published(EndpointHealth.UNKNOWN, Long.MIN_VALUE);

  private record Published(EndpointHealth health, long validUntilMillis) {}

  /** A monitor that has seen nothing. */
  public EndpointMonitor() {
    for (int i = 0; i < WINDOWS.length; i++) {
      windows[i] = new SlidingWindow(WINDOWS[i], BUCKETS[i]);
      stats[i] = WindowStats.NONE;
      computedAt[i] = Long.MIN_VALUE;
      told[i] = WindowTotals.NONE;
      totalledAt[i] = Long.MIN_VALUE;
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
    changed = true;
    publish(now.toEpochMilli());
  }

  /**
   * The first event of an attempt came. Optional: where it is told, a probe counts as soon as it
   * answers, and not only when its stream is over.
   */
  public synchronized void answered(Instant now) {
    answered++;
    silence = Silence.NONE;
    worked(now);
    changed = true;
    publish(now.toEpochMilli());
  }

  /**
   * An attempt that was started has ended. An outcome with a time to the first event belongs to an
   * attempt that answered.
   */
  public synchronized void ended(Outcome outcome, Instant now) {
    long millis = now.toEpochMilli();
    changed = true;
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
          worked(now);
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
      // It bears so much from all routers together.
      case RATE_LIMITED -> cap = cap.refused(pace.at(millis) + hearsay.pace(millis), millis);
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
    changed = true;
    Outcome outcome = Outcome.of(Outcome.Kind.IGNORED).withToolCall(sound);
    for (SlidingWindow window : windows) {
      window.add(outcome, millis);
    }
    publish(millis);
  }

  /** The attempts a second that it was learned to bear; infinite where it never refused. */
  synchronized double bears(Instant now) {
    return cap.at(now.toEpochMilli());
  }

  /** How the endpoint does. */
  public EndpointHealth health(Instant now) {
    Published last = published;
    long millis = now.toEpochMilli();
    return millis < last.validUntilMillis ? last.health : refreshed(millis);
  }

  /**
   * What other routers are to be told: at most once a second, or when the circuit has changed; null
   * where there is nothing new.
   */
  synchronized @Nullable EndpointReport news(Instant now) {
    long millis = now.toEpochMilli();
    boolean turned = circuit.state() != toldState;
    if (!changed || (!turned && toldAt != Long.MIN_VALUE && millis - toldAt < NEWS_MILLIS)) {
      return null;
    }
    changed = false;
    toldAt = millis;
    toldState = circuit.state();
    List<WindowTotals> totals = new ArrayList<>(WINDOWS.length);
    for (int i = 0; i < WINDOWS.length; i++) {
      if (totalledAt[i] == Long.MIN_VALUE || millis - totalledAt[i] >= mostAge(i)) {
        told[i] = windows[i].totals(millis);
        totalledAt[i] = millis;
      }
      totals.add(told[i]);
    }
    long reopens = toldState == State.CLOSED ? 0 : circuit.reopensAt().toEpochMilli();
    return new EndpointReport(millis, toldState, reopens, recoveredAt, cap, pace, totals);
  }

  /** Another router says how the endpoint does. */
  synchronized void heard(String router, EndpointReport report, Instant now) {
    long millis = now.toEpochMilli();
    boolean stranger = !hearsay.knows(router);
    hearsay = hearsay.with(router, report, millis);
    if (report.cap().learnedAtMillis() > cap.learnedAtMillis()) {
      cap = report.cap();
    }
    Instant openUntil = Hearsay.openUntil(report, now);
    if (openUntil != null && !speaksForIt(windows[0].counts(millis))) {
      circuit = circuit.heardDead(now, openUntil);
    } else if (report.recoveredAtMillis() > 0) {
      circuit = circuit.heardBack(Instant.ofEpochMilli(report.recoveredAtMillis()), now);
    }
    for (int i = 0; i < WINDOWS.length && stranger; i++) {
      computedAt[i] = Long.MIN_VALUE;
    }
    computedAt[0] = Long.MIN_VALUE;
    publish(millis);
  }

  private static boolean speaksForIt(SlidingWindow.Counts recent) {
    return recent.attempts() - recent.drops() > recent.drops();
  }

  private WindowStats stats(int window, long millis) {
    return hearsay.isEmpty() || (window == 0 && ownCounts(millis))
        ? windows[window].stats(millis)
        : windows[window].stats(millis, hearsay.totals(WINDOWS[window], millis));
  }

  /** Whether the last 30 seconds here say enough, or begin anew with its recovery. */
  private boolean ownCounts(long millis) {
    return windows[0].counts(millis).attempts() >= OWN_ATTEMPTS
        || (recoveredAt > 0 && millis - recoveredAt < WINDOWS[0].span().toMillis());
  }

  private void worked(Instant now) {
    State before = circuit.state();
    circuit = circuit.worked();
    if (before != State.CLOSED && circuit.state() == State.CLOSED) {
      // What was seen before it recovered would keep it at the back for 30 seconds more, and a
      // limit that silence taught would let it come back one attempt at a time.
      windows[0].clear();
      totalledAt[0] = Long.MIN_VALUE;
      recoveredAt = now.toEpochMilli();
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
        stats[i] = stats(i, millis);
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
            pace.at(millis) + hearsay.pace(millis) > cap.at(millis),
            silent(millis));
    published = new Published(health, computedAt[0] + LEAST_AGE_MILLIS);
  }
}
