package cambio.server.reuse;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.plan.Candidate;
import cambio.router.plan.RoutePlan;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.DurableWait;
import cambio.server.execution.GenerationRecord;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.event.Finished;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of a call that was given an answer, or failed to be: no usage, no cost, no attempt.
 */
final class Receipt {

  private static final Logger log = LoggerFactory.getLogger(Receipt.class);

  private final ReuseParts parts;
  private final Seat seat;
  private final RoutePlan plan;

  Receipt(ReuseParts parts, Seat seat, RoutePlan plan) {
    this.parts = parts;
    this.seat = seat;
    this.plan = plan;
  }

  /** What the caller is told at the end of its answer. */
  AnswerSummary summary(List<Adjustment> adjustments, @Nullable Instant firstEventAt) {
    Duration duration = since(parts.clock().instant());
    return new AnswerSummary(
        Usage.ZERO,
        false,
        Cost.ZERO,
        List.of(),
        List.of(),
        adjustments,
        firstEventAt == null ? duration : since(firstEventAt),
        duration);
  }

  /** Records an answer, and goes on when the record can be read, or that takes too long. */
  void completed(
      Origin origin, List<Finished> finishes, AnswerSummary summary, Runnable afterwards) {
    MeterReading reading =
        new MeterReading(
            Usage.ZERO, MeterReading.Source.REPORTED, finishes, finishes.size(), null, null);
    CompletableFuture<?> written =
        append(
            record(
                Outcome.COMPLETED,
                null,
                origin,
                reading,
                Cost.ZERO,
                summary.adjustments(),
                summary.timeToFirstEvent()));
    new DurableWait(seat.loop(), recorded -> afterwards.run()).on(written);
  }

  /** Records that the caller has failed to get an answer, or has left. */
  void failed(Failure failure, @Nullable Origin origin) {
    append(
        record(
            seat.gone() ? Outcome.CANCELLED : Outcome.FAILED,
            failure,
            origin,
            null,
            null,
            List.of(),
            null));
  }

  private CompletableFuture<?> append(GenerationRecord record) {
    try {
      parts.observer().ended(record);
      return parts.generations().append(record).toCompletableFuture();
    } catch (RuntimeException e) {
      log.error("generation {} was not recorded", record.context().generationId(), e);
      return CompletableFuture.completedFuture(null);
    }
  }

  private GenerationRecord record(
      Outcome outcome,
      @Nullable Failure failure,
      @Nullable Origin origin,
      @Nullable MeterReading reading,
      @Nullable Cost cost,
      List<Adjustment> adjustments,
      @Nullable Duration timeToFirstEvent) {
    return new GenerationRecord(
        seat.call().context(),
        seat.call().route().models(),
        plan,
        seat.call().request().stream(),
        outcome,
        failure,
        List.of(),
        List.of(),
        origin == null ? null : candidate(plan, origin.endpoint()),
        reading,
        cost,
        adjustments,
        timeToFirstEvent,
        since(parts.clock().instant()),
        origin == null ? null : origin.generationId());
  }

  private Duration since(Instant at) {
    return Duration.between(seat.call().context().receivedAt(), at);
  }

  /** The plan's candidate of this endpoint; null where it is none. */
  static @Nullable Candidate candidate(RoutePlan plan, String endpoint) {
    for (Candidate candidate : plan.candidates()) {
      if (candidate.endpoint().id().equals(endpoint)) {
        return candidate;
      }
    }
    return null;
  }
}
