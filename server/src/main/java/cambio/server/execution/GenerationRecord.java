package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.plan.Candidate;
import cambio.router.plan.RoutePlan;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of one served (or refused) call: what the store keeps, what metrics count, what logs
 * tell. Holds no prompt and no answer text.
 *
 * @param context who called, when, through which door
 * @param requested the models as the caller named them, the wanted one first
 * @param plan the plan; null where the call failed before one was made
 * @param streamed whether the caller asked for a stream
 * @param outcome how it ended
 * @param failure what the caller was told where it failed
 * @param attempts every attempt, oldest first
 * @param legs what was generated and is charged, one an attempt; normally one, none where nothing
 *     was
 * @param served the candidate that answered (or was answering when it broke), the first where there
 *     were several; null where none committed
 * @param reading what was generated, all legs together; null where nothing was
 * @param cost what it costs, all legs together; null where nothing was generated or the price is
 *     unknown
 * @param adjustments parameters that reached the provider otherwise than the caller put them
 * @param timeToFirstEvent from receiving the call to the first real event; null where none came
 * @param duration from receiving the call to its end
 * @param cachedFrom the generation whose answer was given again; null where it was generated
 */
public record GenerationRecord(
    CallContext context,
    List<String> requested,
    @Nullable RoutePlan plan,
    boolean streamed,
    Outcome outcome,
    @Nullable Failure failure,
    List<AttemptRecord> attempts,
    List<Leg> legs,
    @Nullable Candidate served,
    @Nullable MeterReading reading,
    @Nullable Cost cost,
    List<Adjustment> adjustments,
    @Nullable Duration timeToFirstEvent,
    Duration duration,
    @Nullable String cachedFrom) {

  /** The record of a call whose answer, if any, was generated for it. */
  public GenerationRecord(
      CallContext context,
      List<String> requested,
      @Nullable RoutePlan plan,
      boolean streamed,
      Outcome outcome,
      @Nullable Failure failure,
      List<AttemptRecord> attempts,
      List<Leg> legs,
      @Nullable Candidate served,
      @Nullable MeterReading reading,
      @Nullable Cost cost,
      List<Adjustment> adjustments,
      @Nullable Duration timeToFirstEvent,
      Duration duration) {
    this(
        context,
        requested,
        plan,
        streamed,
        outcome,
        failure,
        attempts,
        legs,
        served,
        reading,
        cost,
        adjustments,
        timeToFirstEvent,
        duration,
        null);
  }

  public GenerationRecord {
    requested = List.copyOf(requested);
    attempts = List.copyOf(attempts);
    legs = List.copyOf(legs);
    adjustments = List.copyOf(adjustments);
  }

  /** How a call ended. */
  public enum Outcome {
    /** The whole answer was delivered. */
    COMPLETED,
    /** It failed, before or after the answer was committed. */
    FAILED,
    /** The caller went away. */
    CANCELLED
  }
}
