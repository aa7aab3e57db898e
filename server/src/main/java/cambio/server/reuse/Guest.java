package cambio.server.reuse;

import cambio.router.plan.RoutePlan;
import cambio.server.execution.Admission;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CacheMark;
import cambio.server.execution.CallContext;
import cambio.server.execution.CallFailure;
import cambio.server.execution.RateLimitState;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller that is given an answer which was not generated for it. It is admitted by its own limits
 * on requests, has a record of its own, pays nothing, and takes the answer at its own pace. Lives
 * on its caller's event loop.
 */
final class Guest {

  private static final Logger log = LoggerFactory.getLogger(Guest.class);

  private final ReuseParts parts;
  private final Seat seat;
  private final RoutePlan plan;
  private final AnswerLog answer;
  private final Host host;
  private final Receipt receipt;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable reader = this::wake;
  private final List<Finished> finishes = new ArrayList<>(1);
  private @Nullable RateLimitState limit;
  private @Nullable Origin origin;
  private @Nullable Instant firstEventAt;
  private @Nullable Future<?> deadline;
  private int place;
  private boolean waitsForRoom;
  private boolean over;

  /** Where a guest turns to. */
  interface Host {

    /** It waits no longer, for whatever reason. Called once. */
    void left();

    /**
     * Nobody generates the answer any more, and nothing of it was shown: whether to try again,
     * which {@link #again} then does.
     */
    boolean triesAgain(@Nullable CallFailure failure);

    /** Waits for the answer anew. After {@link #left}. */
    void again();

    /** It cannot be served here, and nothing was shown. After {@link #left}. */
    void alone();
  }

  Guest(ReuseParts parts, Seat seat, RoutePlan plan, AnswerLog answer, Host host) {
    this.parts = parts;
    this.seat = seat;
    this.plan = plan;
    this.answer = answer;
    this.host = host;
    this.receipt = new Receipt(parts, seat, plan);
  }

  /** Asks to be let in, and then waits for the answer. */
  void begin() {
    CallContext context = seat.call().context();
    Instant end = context.receivedAt().plus(context.timeout());
    Duration left = Duration.between(parts.clock().instant(), end);
    deadline = seat.loop().schedule(this::tooLate, left.toNanos(), TimeUnit.NANOSECONDS);
    seat.onLeave(this::callerLeft);
    CompletableFuture<Admission.Decision> decision =
        parts.admission().pass(seat.call(), plan).toCompletableFuture();
    decision.whenComplete((made, trouble) -> {
      if (seat.loop().inEventLoop()) {
        decided(made);
      } else {
        seat.loop().execute(() -> decided(made));
      }
    });
  }

  private void decided(Admission.@Nullable Decision decision) {
    switch (decision) {
      case null -> {
        // Whatever is wrong with the store of limits, the engine knows how to say it.
        if (quit()) {
          host.alone();
        }
      }
      case Admission.Refused refused -> {
        limit = refused.limit();
        fail(refused.failure(), refused.limitSource());
      }
      case Admission.Admitted in -> {
        // Nothing is held for an answer that costs nothing.
        in.reservation().release();
        limit = in.limit();
        if (!over) {
          answer.follow(reader);
          pump();
        }
      }
    }
  }

  private void wake() {
    if (woken.compareAndSet(false, true)) {
      seat.loop().execute(this::pump);
    }
  }

  private void pump() {
    woken.set(false);
    boolean more = true;
    while (!over && more) {
      more = step();
    }
  }

  /** Takes one step; whether there may be another. */
  private boolean step() {
    // A whole answer is shown when it is whole, so that nothing of a broken one is.
    if (!seat.call().request().stream() && !answer.ended()) {
      return false;
    }
    return switch (answer.at(place)) {
      case AnswerLog.Wait nothing -> false;
      case AnswerLog.Next next -> show(next.origin(), next.event());
      case AnswerLog.Complete whole -> complete(whole.origin(), whole.adjustments());
      case AnswerLog.Broken broken -> broken(broken.failure());
      case AnswerLog.TooLong cut -> broken(null);
    };
  }

  private boolean show(Origin from, GenerationEvent event) {
    AnswerSink sink = seat.sink();
    if (waitsForRoom || !sink.writable()) {
      waitForRoom(sink);
      return false;
    }
    return surface(() -> {
      if (origin == null) {
        commit(from);
      }
      place++;
      if (event instanceof Finished finished) {
        finishes.add(finished);
      }
      sink.event(event);
    });
  }

  private void waitForRoom(AnswerSink sink) {
    if (waitsForRoom) {
      return;
    }
    waitsForRoom = true;
    sink.whenWritable(() ->
        seat.loop()
            .execute(() -> {
              waitsForRoom = false;
              pump();
            }));
  }

  private void commit(Origin from) {
    origin = from;
    firstEventAt = parts.clock().instant();
    stopClock();
    CallContext context = seat.call().context();
    seat.sink()
        .committed(
            new AnswerHead(
                context.generationId(),
                from.model(),
                from.provider(),
                from.endpoint(),
                context.receivedAt().getEpochSecond(),
                0,
                plan,
                limit,
                null,
                mark(from, firstEventAt)));
  }

  private static CacheMark mark(Origin from, Instant now) {
    return new CacheMark(
        from.stored() ? CacheMark.Status.HIT : CacheMark.Status.COALESCED,
        from.generationId(),
        atLeastZero(Duration.between(from.at(), now)),
        atLeastZero(Duration.between(now, from.until())));
  }

  private static Duration atLeastZero(Duration span) {
    return span.isNegative() ? Duration.ZERO : span;
  }

  private boolean complete(Origin from, List<Adjustment> adjustments) {
    if (quit()) {
      AnswerSummary summary = receipt.summary(adjustments, firstEventAt);
      receipt.completed(from, finishes, summary, () -> tell(() -> seat.sink().completed(summary)));
    }
    return false;
  }

  private boolean broken(@Nullable CallFailure failure) {
    if (origin == null && host.triesAgain(failure)) {
      if (quit()) {
        host.again();
      }
    } else {
      fail(failure == null ? cutOff() : failure.failure(), null);
    }
    return false;
  }

  private void fail(Failure failure, @Nullable String limitSource) {
    if (quit()) {
      receipt.failed(failure, origin);
      CallFailure told =
          new CallFailure(failure, origin != null, List.of(), List.of(), plan, limit, limitSource);
      tell(() -> seat.sink().failed(told));
    }
  }

  private void tooLate() {
    fail(
        Failure.of(
            FailureKind.TIMEOUT,
            "The identical request that this one waited for did not begin to be answered in time."),
        null);
  }

  private void callerLeft() {
    if (quit()) {
      receipt.failed(
          Failure.of(FailureKind.CANCELLED, "The caller closed the connection."), origin);
    }
  }

  private static Failure cutOff() {
    return Failure.of(
        FailureKind.UNAVAILABLE,
        "The identical request that this one shared its answer with has ended, or its answer is too"
            + " long to be shared. Send the request again.");
  }

  private void tell(Runnable end) {
    if (!seat.gone()) {
      surface(end);
    }
  }

  /** Calls the surface; whether it took what it was given. */
  private boolean surface(Runnable telling) {
    try {
      telling.run();
      return true;
    } catch (RuntimeException | Error e) {
      log.error("surface {} failed to take an answer", seat.call().context().surface(), e);
      if (quit()) {
        receipt.failed(
            Failure.of(FailureKind.INTERNAL, "The router could not write the answer; try again."),
            origin);
      }
      seat.sink().abandoned(e);
      return false;
    }
  }

  /** Ends its waiting; whether it had not ended before. */
  private boolean quit() {
    if (over) {
      return false;
    }
    over = true;
    stopClock();
    answer.leave(reader);
    host.left();
    return true;
  }

  private void stopClock() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
