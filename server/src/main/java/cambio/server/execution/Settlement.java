package cambio.server.execution;

import static java.util.Objects.requireNonNull;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.server.ledger.Failpoint;
import cambio.server.ledger.Failpoints;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of every call, whichever way it ends. Usage becomes cost; the record with its cost is on
 * disk before the reservation is settled, and that is done before the caller is told: a cost that a
 * caller was shown survives any crash. Where no store takes the record in time the caller has its
 * answer all the same, without a cost. Each call ends once, and whatever fails on the way, no
 * response is left open. Never blocks. On the call's event loop.
 */
final class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  private final GenerationLog generations;
  private final CallObserver observer;
  private final InstantSource clock;
  private final Failpoints failpoints;

  Settlement(
      GenerationLog generations,
      CallObserver observer,
      InstantSource clock,
      Failpoints failpoints) {
    this.generations = generations;
    this.observer = observer;
    this.clock = clock;
    this.failpoints = failpoints;
  }

  /** The answer is complete. */
  void finished(RoutedCall call) {
    end(
        call,
        () -> {
          GenerationRecord record = record(call, Outcome.COMPLETED, null);
          keep(
              call,
              record,
              recorded -> tell(call, () -> call.sink().completed(summary(record, recorded))));
        });
  }

  /** The call failed, before anything of an answer was sent or after; or its caller went away. */
  void failed(RoutedCall call, Failure failure) {
    end(
        call,
        () -> {
          GenerationRecord record = record(call, outcome(call, failure), failure);
          keep(
              call,
              record,
              recorded -> {
                CallFailure told =
                    new CallFailure(
                        failure,
                        call.committed(),
                        record.attempts(),
                        shown(record.legs(), recorded),
                        call.plan(),
                        call.limit(),
                        call.limitSource());
                call.loop().execute(() -> tell(call, () -> call.sink().failed(told)));
              });
        });
  }

  private void end(RoutedCall call, Runnable ending) {
    if (!call.end()) {
      return;
    }
    try {
      failpoints.at(Failpoint.ANSWERED);
      ending.run();
    } catch (RuntimeException | Error e) {
      log.error("call {} could not be settled", call.context().requestId(), e);
      abandon(call, e);
    }
  }

  private static AnswerSummary summary(GenerationRecord record, boolean recorded) {
    MeterReading reading = requireNonNull(record.reading(), "an answer without an attempt");
    return new AnswerSummary(
        reading.usage(),
        reading.source() == MeterReading.Source.ESTIMATED,
        recorded ? record.cost() : null,
        !recorded,
        record.attempts(),
        shown(record.legs(), recorded),
        record.adjustments(),
        record.timeToFirstEvent() == null ? record.duration() : record.timeToFirstEvent(),
        record.duration());
  }

  /** A cost that is not on disk is not shown in parts, either. */
  private static List<Leg> shown(List<Leg> legs, boolean recorded) {
    return recorded ? legs : legs.stream().map(leg -> leg.costing(null)).toList();
  }

  private static Outcome outcome(RoutedCall call, Failure failure) {
    return failure.kind() == FailureKind.CANCELLED && call.cancelled()
        ? Outcome.CANCELLED
        : Outcome.FAILED;
  }

  private void tell(RoutedCall call, Runnable end) {
    if (call.cancelled()) {
      return;
    }
    try {
      end.run();
      failpoints.at(Failpoint.TOLD);
    } catch (RuntimeException | Error e) {
      log.error("surface {} failed to end an answer", call.context().surface(), e);
      abandon(call, e);
    }
  }

  /** The last resort: an error if the surface can still write one, and the response's end. */
  private static void abandon(RoutedCall call, Throwable cause) {
    Failure failure =
        Failure.of(FailureKind.INTERNAL, "The router failed to end this answer; try again.");
    try {
      call.sink()
          .failed(new CallFailure(failure, true, call.allAttempts(), call.plan(), call.limit()));
    } catch (RuntimeException | Error e) {
      log.error("surface {} failed to tell of a failure", call.context().surface(), e);
    }
    call.sink().abandoned(cause);
  }

  private GenerationRecord record(RoutedCall call, Outcome outcome, @Nullable Failure failure) {
    List<Leg> legs = CallCost.legs(call);
    MeterReading reading = Legs.reading(legs);
    Attempt first = call.legs().isEmpty() ? null : call.legs().getFirst();
    return new GenerationRecord(
        call.context(),
        call.call().route().models(),
        call.plan(),
        call.call().request().stream(),
        outcome,
        failure,
        call.allAttempts(),
        legs,
        first == null ? null : first.candidate(),
        reading,
        Legs.cost(legs),
        first == null ? List.<Adjustment>of() : first.adjustments(),
        first == null ? null : timeToFirstEvent(call, first),
        call.since(clock.instant()));
  }

  /** From the caller's request: what earlier attempts took is part of its wait. */
  private static @Nullable Duration timeToFirstEvent(RoutedCall call, Attempt attempt) {
    Duration ofAttempt = attempt.reading().timeToFirstEvent();
    return ofAttempt == null ? null : call.since(attempt.startedAt()).plus(ofAttempt);
  }

  /**
   * Has the record kept, then settles what was held, then goes on.
   *
   * @param then takes whether the record is on disk
   */
  private void keep(RoutedCall call, GenerationRecord record, Consumer<Boolean> then) {
    failpoints.at(Failpoint.COSTED);
    CompletableFuture<Void> written = append(record);
    failpoints.at(Failpoint.QUEUED);
    observe(record);
    Consumer<Boolean> settled =
        recorded -> {
          if (!recorded) {
            unrecorded(record);
          }
          failpoints.at(Failpoint.BEFORE_SETTLE);
          settle(call, record);
          failpoints.at(Failpoint.SETTLED);
          then.accept(recorded);
        };
    // Without a cost there is nothing to show, so nothing to wait for.
    if (record.cost() == null) {
      settled.accept(true);
    } else {
      new DurableWait(call.loop(), settled).on(written);
    }
  }

  private CompletableFuture<Void> append(GenerationRecord record) {
    try {
      return generations.append(record).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void observe(GenerationRecord record) {
    try {
      observer.ended(record);
    } catch (RuntimeException e) {
      log.error("an observer of calls failed", e);
    }
  }

  private void unrecorded(GenerationRecord record) {
    log.error("generation {} was not recorded in time", record.context().generationId());
    try {
      observer.unrecorded(record);
    } catch (RuntimeException e) {
      log.error("an observer of calls failed", e);
    }
  }

  private void settle(RoutedCall call, GenerationRecord record) {
    Admission.Reservation reservation = call.reservation();
    if (reservation == null) {
      return;
    }
    try {
      Charge charge = charge(call, record);
      if (charge == null) {
        reservation.release();
      } else {
        reservation.settle(charge);
      }
    } catch (RuntimeException e) {
      // What was held expires; the record and the caller's answer do not depend on it.
      log.error("a reservation of {} was not settled", call.context().generationId(), e);
    }
  }

  /** What the call is charged; null where nothing was generated for it. */
  private @Nullable Charge charge(RoutedCall call, GenerationRecord record) {
    MeterReading reading = record.reading();
    Cost cost = record.cost();
    if (!call.committed() && cost == null) {
      return null;
    }
    Attempt last = call.legs().isEmpty() ? call.outrun().getLast() : call.legs().getLast();
    return new Charge(
        cost == null ? Money.ZERO : generations.charged(cost.total()),
        reading == null ? 0 : reading.usage().inputTokens(),
        reading == null ? 0 : reading.usage().outputTokens(),
        last.candidate().endpoint().model());
  }
}
