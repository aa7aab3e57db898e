package cambio.router.attempt;

import cambio.router.plan.RoutePlan;
import java.time.Instant;
import java.util.List;

/**
 * Says what comes next for a request: a pure function of the plan, what was tried and the time.
 * Safe to use from any thread.
 */
public final class AttemptPolicy {

  private final AttemptLimits limits;

  /** A policy within these limits. */
  public AttemptPolicy(AttemptLimits limits) {
    this.limits = limits;
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
    throw new UnsupportedOperationException("lands next: " + limits);
  }
}
