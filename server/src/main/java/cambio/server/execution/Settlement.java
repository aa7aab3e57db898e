package cambio.server.execution;

import static java.util.Objects.requireNonNull;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.money.PriceVersion;
import cambio.router.money.Tariff;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
  void finished(RoutedCall call) {
    end(call, () -> finish(call));
  }

  /** The call failed, before anything of an answer was sent or after; or its caller went away. */
  void failed(RoutedCall call, Failure failure) {
    end(
        call,
        () -> {
          GenerationRecord record = close(call, outcome(call, failure), failure);
          CallFailure told =
              new CallFailure(
                  failure,
                  call.committed(),
                  record.attempts(),
                  record.legs(),
                  call.plan(),
                  call.limit(),
                  call.limitSource());
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

  private void finish(RoutedCall call) {
    GenerationRecord record = close(call, Outcome.COMPLETED, null);
    MeterReading reading = requireNonNull(record.reading(), "an answer without an attempt");
    AnswerSummary summary =
        new AnswerSummary(
            reading.usage(),
            reading.source() == MeterReading.Source.ESTIMATED,
            record.cost(),
            record.attempts(),
            record.legs(),
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
          .failed(new CallFailure(failure, true, call.allAttempts(), call.plan(), call.limit()));
    } catch (RuntimeException | Error e) {
      log.error("surface {} failed to tell of a failure", call.context().surface(), e);
    }
    call.sink().abandoned(cause);
  }

  /** Settles and records. */
  private GenerationRecord close(RoutedCall call, Outcome outcome, @Nullable Failure failure) {
    Instant now = clock.instant();
    List<Leg> legs = legs(call);
    MeterReading reading = Legs.reading(legs);
    Cost cost = Legs.cost(legs);
    Attempt first = call.legs().isEmpty() ? null : call.legs().getFirst();
    settle(call, reading, cost);
    GenerationRecord record =
        new GenerationRecord(
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
            cost,
            first == null ? List.<Adjustment>of() : first.adjustments(),
            first == null ? null : timeToFirstEvent(call, first),
            call.since(now));
    keep(record);
    return record;
  }

  private static List<Leg> legs(RoutedCall call) {
    List<Leg> legs = new ArrayList<>(call.legs().size());
    for (Attempt attempt : call.legs()) {
      legs.add(leg(call, attempt, true));
    }
    for (Attempt attempt : call.unshown()) {
      legs.add(leg(call, attempt, false));
    }
    return legs;
  }

  private static Leg leg(RoutedCall call, Attempt attempt, boolean shown) {
    MeterReading reading = attempt.reading();
    return new Leg(attempt.number(), shown, reading, cost(call, attempt, reading), attempt.seam());
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

  private static void settle(RoutedCall call, @Nullable MeterReading reading, @Nullable Cost cost) {
    Admission.Reservation reservation = call.reservation();
    if (reservation == null) {
      return;
    }
    try {
      if (call.committed() && reading != null) {
        reservation.settle(charge(call, reading, cost));
      } else {
        reservation.release();
      }
    } catch (RuntimeException e) {
      // What was held expires; the record and the caller's answer do not depend on it.
      log.error("a reservation of {} was not settled", call.context().generationId(), e);
    }
  }

  private static Charge charge(RoutedCall call, MeterReading reading, @Nullable Cost cost) {
    return new Charge(
        cost == null ? Money.ZERO : cost.total(),
        reading.usage().inputTokens(),
        reading.usage().outputTokens(),
        call.legs().getLast().candidate().endpoint().model());
  }

  /** From the caller's request: what earlier attempts took is part of its wait. */
  private static @Nullable Duration timeToFirstEvent(RoutedCall call, Attempt attempt) {
    Duration ofAttempt = attempt.reading().timeToFirstEvent();
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
