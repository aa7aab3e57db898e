package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call failed.
 *
 * @param failure what the caller is told
 * @param committed whether a part of the answer was sent before
 * @param attempts every attempt that was made, possibly none
 * @param legs what was generated and is charged, one an attempt
 * @param plan the plan, where one was made
 * @param limit the state of the tightest rate limit; null where there is none
 * @param limitSource which of our limits refused it, in a word; null where none did
 */
public record CallFailure(
    Failure failure,
    boolean committed,
    List<AttemptRecord> attempts,
    List<Leg> legs,
    @Nullable RoutePlan plan,
    @Nullable RateLimitState limit,
    @Nullable String limitSource) {

  public CallFailure {
    attempts = List.copyOf(attempts);
    legs = List.copyOf(legs);
  }

  /** A failure that is not one of our limits'. */
  public CallFailure(
      Failure failure,
      boolean committed,
      List<AttemptRecord> attempts,
      List<Leg> legs,
      @Nullable RoutePlan plan,
      @Nullable RateLimitState limit) {
    this(failure, committed, attempts, legs, plan, limit, null);
  }

  /** Where nothing was generated. */
  public CallFailure(
      Failure failure,
      boolean committed,
      List<AttemptRecord> attempts,
      @Nullable RoutePlan plan,
      @Nullable RateLimitState limit) {
    this(failure, committed, attempts, List.of(), plan, limit, null);
  }
}
