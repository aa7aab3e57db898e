package cambio.router.attempt;

import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Quantiles;
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
 * Says when a second attempt is worth starting beside one that is slow to begin, and with whom. A
 * pure function of its arguments; safe to use from any thread.
 */
public final class HedgePolicy {

  /** With fewer samples than this an endpoint's own 95th percentile is not known. */
  static final int LEAST_SAMPLES = 20;

  private final AttemptPolicy attempts;

  /** A policy that finds the second one as that one finds the next. */
  public HedgePolicy(AttemptPolicy attempts) {
    this.attempts = attempts;
  }

  /**
   * How long an endpoint may take to its first event before a second one is started: its own 95th
   * percentile over the shortest window that knows one.
   *
   * @return null where too little is known of it
   */
  public static @Nullable Duration delay(EndpointHealth health) {
    for (Window window : List.of(Window.MINUTES_5, Window.MINUTES_30, Window.DAY)) {
      Quantiles toFirstEvent = health.stats(window).timeToFirstEvent();
      if (toFirstEvent.samples() >= LEAST_SAMPLES) {
        return Duration.ofNanos(Math.max(1, (long) (toFirstEvent.p95() * 1e9)));
      }
    }
    return null;
  }

  /**
   * Who is started beside an attempt: who would be tried next had it timed out, if that is another
   * endpoint of the same model.
   *
   * @param history the attempts that have failed so far
   * @param slow the one that is under way
   * @return null where there is nobody
   */
  public NextStep.@Nullable Try beside(
      RoutePlan plan,
      List<AttemptRecord> history,
      AttemptRecord slow,
      HealthSnapshot health,
      Instant now,
      Instant deadline) {
    List<AttemptRecord> asIf = new ArrayList<>(history);
    asIf.add(
        new AttemptRecord(
            slow.number(),
            slow.reason(),
            slow.candidate(),
            slow.startedAt(),
            Failure.of(FailureKind.TIMEOUT, "slow to begin"),
            Verdict.IGNORE,
            null,
            Duration.between(slow.startedAt(), now)));
    NextStep step = attempts.next(plan, asIf, health, now, deadline, true);
    return step instanceof NextStep.Try next && isOther(next.candidate(), slow.candidate())
        ? next
        : null;
  }

  private static boolean isOther(Candidate second, Candidate slow) {
    return second.endpoint().model().equals(slow.endpoint().model())
        && !second.endpoint().id().equals(slow.endpoint().id());
  }
}
