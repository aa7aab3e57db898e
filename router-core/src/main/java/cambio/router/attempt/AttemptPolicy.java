package cambio.router.attempt;

import cambio.router.health.Breaker;
import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Window;
import cambio.router.plan.Candidate;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what comes next for a request: a pure function of the plan, what was tried and the time.
 * Safe to use from any thread.
 *
 * <p>Candidates are tried in the plan's order under one deadline. The time that is left is shared
 * evenly among those that can still be tried, so that a silent endpoint never uses up the chance of
 * the next. Where only a wait can help, because a provider said how long and it fits, the same
 * candidate is tried once more after it.
 */
public final class AttemptPolicy {

  private static final double LEAST_PROBE_SECONDS = 5;

  private final AttemptLimits limits;

  /** A policy within these limits. */
  public AttemptPolicy(AttemptLimits limits) {
    this.limits = limits;
  }

  /** The limits that it keeps. */
  public AttemptLimits limits() {
    return limits;
  }

  /**
   * The next step.
   *
   * @param history the attempts so far, all ended before the response was committed, oldest first
   * @param deadline the one deadline over all attempts
   * @param retriesAllowed whether the retry budget pays for a further attempt; not asked for the
   *     first one
   */
  public NextStep next(
      RoutePlan plan,
      List<AttemptRecord> history,
      Instant now,
      Instant deadline,
      boolean retriesAllowed) {
    return next(plan, history, HealthSnapshot.unknown(), now, deadline, retriesAllowed);
  }

  /**
   * The next step, in the light of what has happened since the plan was made: candidates that cool
   * down or whose circuit has opened meanwhile are passed over as long as there are others.
   *
   * @param history as above
   * @param health how everything does now
   */
  public NextStep next(
      RoutePlan plan,
      List<AttemptRecord> history,
      HealthSnapshot health,
      Instant now,
      Instant deadline,
      boolean retriesAllowed) {
    Duration left = Duration.between(now, deadline);
    if (history.isEmpty() && plan.candidates().isEmpty()) {
      throw new IllegalArgumentException("plan.candidates: none (expected: at least one)");
    }
    if (left.compareTo(limits.leastAttempt()) < 0) {
      return new NextStep.Stop(history.isEmpty() ? tooLate() : MostTelling.of(history));
    }
    int attemptsLeft = limits.maxAttempts() - history.size();
    if (attemptsLeft <= 0 || !(history.isEmpty() || retriesAllowed)) {
      return new NextStep.Stop(MostTelling.of(history));
    }
    List<Candidate> eligible = eligible(plan, history);
    if (!eligible.isEmpty()) {
      int shares = endpoints(eligible, attemptsLeft);
      Candidate best = history.isEmpty() ? eligible.getFirst() : best(eligible, health, now);
      return new NextStep.Try(best, probeCapped(best, health, capped(left.dividedBy(shares))));
    }
    return waiting(history, now, deadline, left);
  }

  private List<Candidate> eligible(RoutePlan plan, List<AttemptRecord> history) {
    List<Candidate> eligible = new ArrayList<>(plan.candidates().size());
    for (Candidate candidate : plan.candidates()) {
      boolean open = true;
      for (AttemptRecord attempt : history) {
        open &= stillOpen(candidate, attempt);
      }
      if (open) {
        eligible.add(candidate);
      }
    }
    return eligible;
  }

  /** The plan may be as old as the attempts before took; the first one is as fresh as it can be. */
  private static Candidate best(List<Candidate> eligible, HealthSnapshot health, Instant now) {
    for (Candidate candidate : eligible) {
      String endpoint = candidate.endpoint().id();
      Instant cooling = health.coolingUntil(endpoint, candidate.credential());
      EndpointHealth state = health.endpoint(endpoint);
      if ((cooling == null || !cooling.isAfter(now))
          && state.breaker().passes(now)
          && !state.overPace()) {
        return candidate;
      }
    }
    return eligible.getFirst();
  }

  /**
   * How many endpoints there are, as far as it matters. A silent one is not tried with its other
   * credentials, so they need no share of the time. Credentials of one endpoint stand together.
   */
  private static int endpoints(List<Candidate> eligible, int enough) {
    int count = 0;
    String last = "";
    for (Candidate candidate : eligible) {
      if (!candidate.endpoint().id().equals(last)) {
        last = candidate.endpoint().id();
        if (++count == enough) {
          return count;
        }
      }
    }
    return count;
  }

  /** Whether a candidate may be tried in spite of an attempt that failed. */
  private static boolean stillOpen(Candidate candidate, AttemptRecord attempt) {
    Candidate failed = attempt.candidate();
    boolean sameEndpoint = candidate.endpoint().id().equals(failed.endpoint().id());
    boolean sameCredential =
        candidate.endpoint().provider().equals(failed.endpoint().provider())
            && candidate.credential().equals(failed.credential());
    boolean sameModel = candidate.endpoint().model().equals(failed.endpoint().model());
    return switch (FailureTable.of(kind(attempt)).recourse()) {
      case NONE -> false;
      case OTHER_MODEL -> !sameModel;
      case LARGER_CONTEXT -> !sameModel || larger(candidate, failed);
      // A refused credential is refused at every endpoint of the provider; a rate limit is the
      // business of this endpoint and credential alone.
      case OTHER_CREDENTIAL ->
          kind(attempt) == FailureKind.PROVIDER_CREDENTIALS
              ? !sameCredential
              : !(sameEndpoint && sameCredential);
      case OTHER_ENDPOINT -> !sameEndpoint;
    };
  }

  private static boolean larger(Candidate candidate, Candidate failed) {
    Integer length = candidate.endpoint().contextLength();
    Integer tooSmall = failed.endpoint().contextLength();
    return length != null && (tooSmall == null || length > tooSmall);
  }

  /** The only thing left is to do as a provider said and come back to it, once. */
  private NextStep waiting(
      List<AttemptRecord> history, Instant now, Instant deadline, Duration left) {
    AttemptRecord soonest = null;
    Instant soonestAt = deadline.minus(limits.leastAttempt());
    for (AttemptRecord attempt : history) {
      Instant at = readyAt(attempt, history);
      if (at != null && !at.isAfter(soonestAt)) {
        soonest = attempt;
        soonestAt = at;
      }
    }
    if (soonest == null) {
      return new NextStep.Stop(MostTelling.of(history));
    }
    return soonestAt.isAfter(now)
        ? new NextStep.Wait(Duration.between(now, soonestAt))
        : new NextStep.Try(soonest.candidate(), capped(left));
  }

  /**
   * When a candidate may be tried again: where the provider said so, and it was tried only once.
   */
  private static @Nullable Instant readyAt(AttemptRecord attempt, List<AttemptRecord> history) {
    Failure failure = attempt.failure();
    if (failure == null
        || failure.retryAfter() == null
        || attempt.duration() == null
        || !mayComeBack(failure.kind())
        || timesTried(attempt.candidate(), history) > 1) {
      return null;
    }
    return attempt.startedAt().plus(attempt.duration()).plus(failure.retryAfter());
  }

  private static boolean mayComeBack(FailureKind kind) {
    return kind == FailureKind.RATE_LIMITED || kind == FailureKind.OVERLOADED;
  }

  private static int timesTried(Candidate candidate, List<AttemptRecord> history) {
    int times = 0;
    for (AttemptRecord attempt : history) {
      if (attempt.candidate().endpoint().id().equals(candidate.endpoint().id())
          && attempt.candidate().credential().equals(candidate.credential())) {
        times++;
      }
    }
    return times;
  }

  private static FailureKind kind(AttemptRecord attempt) {
    Failure failure = attempt.failure();
    if (failure == null) {
      throw new IllegalArgumentException(
          "history: attempt " + attempt.number() + " has not failed (expected: failed ones only)");
    }
    return failure.kind();
  }

  private Duration capped(Duration share) {
    Duration cap = limits.firstEventCap();
    return cap != null && cap.compareTo(share) < 0 ? cap : share;
  }

  /**
   * A probe of an endpoint that was away waits no longer than one of its slower answers would take:
   * who is still away must not hold the caller, nor the place of the next probe, for the whole
   * share of the deadline.
   */
  private static Duration probeCapped(Candidate candidate, HealthSnapshot health, Duration share) {
    EndpointHealth state = health.endpoint(candidate.endpoint().id());
    if (state.breaker().state() == Breaker.State.CLOSED) {
      return share;
    }
    double usual = state.stats(Window.DAY).timeToFirstEvent().p99();
    if (Double.isNaN(usual)) {
      return share;
    }
    Duration cap = Duration.ofMillis((long) (Math.max(LEAST_PROBE_SECONDS, 2 * usual) * 1_000));
    return cap.compareTo(share) < 0 ? cap : share;
  }

  private static Failure tooLate() {
    return Failure.of(
        FailureKind.TIMEOUT,
        "The deadline had passed before an endpoint could be tried; allow more time");
  }
}
