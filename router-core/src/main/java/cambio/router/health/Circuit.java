package cambio.router.health;

import cambio.router.health.Breaker.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of an endpoint's circuit. Immutable: each method gives the next state.
 *
 * <p>It opens after five drops in a row, when half of at least twenty attempts of 30 seconds
 * dropped, or at the first drop of an endpoint that has fallen silent; pauses two seconds, and
 * twice as long after each failed probe, to eight at most; lets probes pass one a second, three at
 * a time; and closes after two that worked. So a dead endpoint costs a probe in eight seconds, and
 * its recovery is noticed within ten.
 *
 * @param dropsInRow since the last success, while closed
 * @param probes under way, while half open
 * @param probesWorked since it became half open
 * @param reopensAt when an open one lets the next probe pass
 * @param lastProbe when the last probe started
 * @param pause how long it stays open next time
 */
record Circuit(
    State state,
    int dropsInRow,
    int probes,
    int probesWorked,
    Instant reopensAt,
    Instant lastProbe,
    Duration pause) {

  static final int DROPS_IN_ROW = 5;
  static final int MANY_ATTEMPTS = 20;
  static final double DROPPED_PART = 0.5;
  static final int MOST_PROBES = 3;
  static final int PROBES_TO_CLOSE = 2;
  static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
  static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  /** A probe that nobody ended by then is taken for lost. */
  static final Duration LOST_PROBE = Duration.ofMinutes(1);

  static final Circuit CLOSED =
      new Circuit(State.CLOSED, 0, 0, 0, Instant.MIN, Instant.MIN, FIRST_PAUSE);

  /** Whether an attempt may start. */
  boolean passes(Instant now) {
    Instant from = passesFrom();
    return from == null || !now.isBefore(from);
  }

  /** The circuit as others see it. */
  Breaker view() {
    return state == State.CLOSED ? Breaker.CLOSED : new Breaker(state, passesFrom());
  }

  /** An attempt starts. */
  Circuit started(Instant now) {
    return switch (state) {
      case CLOSED -> this;
      case OPEN ->
          now.isBefore(reopensAt)
              ? this
              : new Circuit(State.HALF_OPEN, 0, 1, 0, reopensAt, now, pause);
      case HALF_OPEN -> {
        boolean lost = now.isAfter(lastProbe.plus(LOST_PROBE));
        int running = lost ? 1 : probes + 1;
        yield new Circuit(State.HALF_OPEN, 0, running, probesWorked, reopensAt, now, pause);
      }
    };
  }

  /** An attempt worked. */
  Circuit worked() {
    return switch (state) {
      case CLOSED -> dropsInRow == 0 ? this : CLOSED;
      // It started before the circuit opened, and is no sign of recovery.
      case OPEN -> this;
      case HALF_OPEN ->
          probesWorked + 1 >= PROBES_TO_CLOSE
              ? CLOSED
              : new Circuit(state, 0, fewerProbes(), probesWorked + 1, reopensAt, lastProbe, pause);
    };
  }

  /**
   * An attempt dropped.
   *
   * @param startedAt when it began, where known: what began before the circuit let its first probe
   *     pass tells of the past, and does not undo what newer probes found
   * @param recent the counts of 30 seconds, this attempt included
   */
  Circuit dropped(Instant now, @Nullable Instant startedAt, SlidingWindow.Counts recent) {
    return switch (state) {
      case CLOSED -> {
        boolean tooMany =
            recent.attempts() >= MANY_ATTEMPTS
                && recent.drops() >= recent.attempts() * DROPPED_PART;
        yield dropsInRow + 1 >= DROPS_IN_ROW || tooMany
            ? opened(now, FIRST_PAUSE)
            : new Circuit(state, dropsInRow + 1, 0, 0, reopensAt, lastProbe, pause);
      }
      case OPEN -> this;
      case HALF_OPEN -> late(startedAt) ? this : reopened(now);
    };
  }

  /** An attempt dropped while others wait for longer than chance explains: no need of more. */
  Circuit silent(Instant now, @Nullable Instant startedAt) {
    return switch (state) {
      case CLOSED -> opened(now, FIRST_PAUSE);
      case OPEN -> this;
      case HALF_OPEN -> late(startedAt) ? this : reopened(now);
    };
  }

  /**
   * Other routers have found it dead, and this one has nothing to say against it. Where it is open
   * here, too, their newer probe stands for one of this router's.
   */
  Circuit heardDead(Instant now, Instant until) {
    return switch (state) {
      case CLOSED -> new Circuit(State.OPEN, 0, 0, 0, until, now, FIRST_PAUSE);
      case OPEN ->
          until.isAfter(reopensAt)
              ? new Circuit(State.OPEN, 0, 0, 0, until, lastProbe, pause)
              : this;
      case HALF_OPEN -> this;
    };
  }

  /** Another router found at that moment that it works again: this one may look for itself. */
  Circuit heardBack(Instant recovered, Instant now) {
    return state == State.OPEN && recovered.isAfter(lastProbe) && reopensAt.isAfter(now)
        ? new Circuit(State.OPEN, 0, 0, 0, now, lastProbe, pause)
        : this;
  }

  private boolean late(@Nullable Instant startedAt) {
    return startedAt != null && startedAt.isBefore(reopensAt);
  }

  /** An attempt ended that says nothing. */
  Circuit ignored() {
    return state == State.HALF_OPEN
        ? new Circuit(state, 0, fewerProbes(), probesWorked, reopensAt, lastProbe, pause)
        : this;
  }

  private @Nullable Instant passesFrom() {
    return switch (state) {
      case CLOSED -> null;
      case OPEN -> reopensAt;
      case HALF_OPEN -> lastProbe.plus(probes < MOST_PROBES ? PROBE_INTERVAL : LOST_PROBE);
    };
  }

  private static Circuit opened(Instant now, Duration pause) {
    return new Circuit(State.OPEN, 0, 0, 0, now.plus(pause), now, pause);
  }

  /**
   * The pause counts from the last probe's start: one that waited in vain for long has been a pause
   * by itself.
   */
  private Circuit reopened(Instant now) {
    Duration next = longer(pause);
    Instant due = lastProbe.plus(next);
    return new Circuit(State.OPEN, 0, 0, 0, due.isAfter(now) ? due : now, lastProbe, next);
  }

  private int fewerProbes() {
    return Math.max(0, probes - 1);
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
