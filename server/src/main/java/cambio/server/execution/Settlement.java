package cambio.server.execution;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.money.PriceVersion;
import cambio.router.money.Tariff;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of every call, whichever way it ends: usage becomes cost, the reservation is settled or
 * released, the record is kept, and then the surface hears of it. Each call ends once, and whatever
 * fails on the way, no response is left open. Never blocks. On the call's event loop.
 */
final class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  private final GenerationLog generations;
  private final CallObserver observer;
  private final InstantSource clock;

  Settlement(GenerationLog generations, CallObserver observer, InstantSource clock) {
    this.generations = generations;
    this.observer = observer;
    this.clock = clock;
  }

  /** The answer is complete. */
  void finished(RoutedCall call, Attempt attempt) {
    end(call, () -> finish(call, attempt));
  }

  /** The answer broke after it was committed, or its caller went away. */
  void broken(RoutedCall call, Attempt attempt, Failure failure) {
    end(
        call,
        () -> {
          GenerationRecord record = close(call, outcome(call, failure), failure, attempt);
          CallFailure told =
              new CallFailure(failure, true, record.attempts(), call.plan(), call.limit());
          tell(call, () -> call.sink().failed(told));
        });
  }

  /** Nothing of an answer was sent. */
  void failed(RoutedCall call, Failure failure) {
    end(
        call,
        () -> {
          GenerationRecord record = close(call, outcome(call, failure), failure, null);
          CallFailure told =
              new CallFailure(failure, false, record.attempts(), call.plan(), call.limit());
          call.loop().execute(() -> tell(call, () -> call.sink().failed(told)));
        });
  }

  private static void end(RoutedCall call, Runnable ending) {
    if (!call.end()) {
      return;
    }
    try {
      ending.run();
    } catch (RuntimeException | Error e) {
      log.error("call {} could not be settled", call.context().requestId(), e);
      abandon(call, e);
    }
  }

  private void finish(RoutedCall call, Attempt attempt) {
    GenerationRecord record = close(call, Outcome.COMPLETED, null, attempt);
    MeterReading reading = attempt.reading();
    AnswerSummary summary =
        new AnswerSummary(
            reading.usage(),
            reading.source() == MeterReading.Source.ESTIMATED,
            record.cost(),
            record.attempts(),
            record.adjustments(),
            record.timeToFirstEvent() == null ? record.duration() : record.timeToFirstEvent(),
            record.duration());
    tell(call, () -> call.sink().completed(summary));
  }

  private static Outcome outcome(RoutedCall call, Failure failure) {
    return failure.kind() == FailureKind.CANCELLED && call.cancelled()
        ? Outcome.CANCELLED
        : Outcome.FAILED;
  }

  private static void tell(RoutedCall call, Runnable end) {
    if (call.cancelled()) {
      return;
    }
    try {
      end.run();
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
          .failed(new CallFailure(failure, true, call.attempts(), call.plan(), call.limit()));
    } catch (RuntimeException | Error e) {
      log.error("surface {} failed to tell of a failure", call.context().surface(), e);
    }
    call.sink().abandoned(cause);
  }

  /**
   * Settles and records.
   *
   * @param attempt the one that answered, at least in part; null where none did
   */
  private GenerationRecord close(
      RoutedCall call, Outcome outcome, @Nullable Failure failure, @Nullable Attempt attempt) {
    Instant now = clock.instant();
    MeterReading reading = attempt == null ? null : attempt.reading();
    Cost cost = attempt == null || reading == null ? null : cost(call, attempt, reading);
    settle(call, attempt != null, cost);
    GenerationRecord record =
        new GenerationRecord(
            call.context(),
            call.call().route().models(),
            call.plan(),
            call.call().request().stream(),
            outcome,
            failure,
            call.attempts(),
            attempt == null ? null : attempt.candidate(),
            reading,
            cost,
            attempt == null ? List.<Adjustment>of() : attempt.adjustments(),
            attempt == null ? null : timeToFirstEvent(call, attempt, reading),
            call.since(now));
    keep(record);
    return record;
  }

  private static @Nullable Cost cost(RoutedCall call, Attempt attempt, MeterReading reading) {
    PriceVersion price = attempt.candidate().price();
    if (price == null || !Tariff.known(price)) {
      return null;
    }
    try {
      return Tariff.of(price, reading.usage().inputTokens(), call.requirePlannedAt())
          .cost(reading.usage(), call.requireTraits().images());
    } catch (ArithmeticException e) {
      // Only absurd counts of a provider get here. The record keeps the counts.
      log.error("the cost of {} is out of range", call.context().generationId());
      return null;
    }
  }

  private static void settle(RoutedCall call, boolean answered, @Nullable Cost cost) {
    Admission.Reservation reservation = call.reservation();
    if (reservation == null) {
      return;
    }
    try {
      if (answered) {
        reservation.settle(cost);
      } else {
        reservation.release();
      }
    } catch (RuntimeException e) {
      // What was held expires; the record and the caller's answer do not depend on it.
      log.error("a reservation of {} was not settled", call.context().generationId(), e);
    }
  }

  /** From the caller's request: what earlier attempts took is part of its wait. */
  private static @Nullable Duration timeToFirstEvent(
      RoutedCall call, Attempt attempt, @Nullable MeterReading reading) {
    Duration ofAttempt = reading == null ? null : reading.timeToFirstEvent();
    return ofAttempt == null ? null : call.since(attempt.startedAt()).plus(ofAttempt);
  }

  private void keep(GenerationRecord record) {
    try {
      generations
          .append(record)
          .whenComplete((written, failure) -> {
            if (failure != null) {
              unrecorded(record, failure);
            }
          });
    } catch (RuntimeException e) {
      unrecorded(record, e);
    }
    try {
      observer.ended(record);
    } catch (RuntimeException e) {
      log.error("an observer of calls failed", e);
    }
  }

  private static void unrecorded(GenerationRecord record, Throwable failure) {
    log.error("generation {} could not be recorded", record.context().generationId(), failure);
  }
}
