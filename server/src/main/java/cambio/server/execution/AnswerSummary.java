package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.spi.Adjustment;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known once an answer is complete.
 *
 * @param usage token counts
 * @param usageEstimated whether the counts are ours because the provider gave none
 * @param cost what it costs, already on disk; null where the price is unknown or it is withheld
 * @param costWithheld whether there is a cost that no store could take in time, and so is not shown
 * @param attempts every attempt, in the order of their ends
 * @param legs what was generated and is charged, one an attempt
 * @param adjustments what reached the provider otherwise than the caller put it
 * @param timeToFirstEvent from receiving the request to the first real event
 * @param duration from receiving the request to the end
 */
public record AnswerSummary(
    Usage usage,
    boolean usageEstimated,
    @Nullable Cost cost,
    boolean costWithheld,
    List<AttemptRecord> attempts,
    List<Leg> legs,
    List<Adjustment> adjustments,
    Duration timeToFirstEvent,
    Duration duration) {

  /** A summary of an answer whose cost, if any, is on disk. */
  public AnswerSummary(
      Usage usage,
      boolean usageEstimated,
      @Nullable Cost cost,
      List<AttemptRecord> attempts,
      List<Leg> legs,
      List<Adjustment> adjustments,
      Duration timeToFirstEvent,
      Duration duration) {
    this(
        usage,
        usageEstimated,
        cost,
        false,
        attempts,
        legs,
        adjustments,
        timeToFirstEvent,
        duration);
  }

  public AnswerSummary {
    attempts = List.copyOf(attempts);
    legs = List.copyOf(legs);
    adjustments = List.copyOf(adjustments);
  }

  /** What attempts cost that gave no part of the answer; null where nothing is known to. */
  public @Nullable Money otherAttemptsCost() {
    Cost others = Legs.cost(legs, leg -> leg.role() == Leg.Role.OUTRUN);
    return others == null ? null : others.total();
  }
}
