package cambio.server.execution;

import cambio.router.catalog.Endpoint;
import cambio.router.resume.PartialAnswer;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a committed answer to the surface, event by event, and asks the provider for more only
 * while the surface can take it. There is one for a call, whichever attempts feed it. Lives on the
 * call's event loop: no chunk changes threads, and nothing is allocated for one here.
 */
final class StreamRelay {

  private static final Logger log = LoggerFactory.getLogger(StreamRelay.class);

  private final RoutedCall call;
  private final AnswerSink sink;
  private final ExecutionLimits limits;
  private final Settlement settlement;
  private final Successors successors;
  private final LongSupplier nanoTime;
  private final IdleTimer idleTimer;
  private final Runnable resume = this::resume;
  private @Nullable Attempt feeding;
  private @Nullable PartialAnswer kept;
  private long latestEndNanos;
  private boolean waiting;
  private boolean owing;
  private @Nullable HoldWatch hold;
  private boolean over;
  private @Nullable Failure surfaceFailure;

  /** Who takes over when the attempt that feeds an answer breaks off. */
  interface Successors {

    /**
     * The answer, as far as it is shown, kept for a successor; null where there can be none. Asked
     * once, when the answer begins.
     */
    @Nullable PartialAnswer kept(Attempt first);

    /** The answer is whole; this attempt finished it. */
    void completed(Attempt last);

    /** Whether the answer may yet go on; then either another attempt or its end follows. */
    boolean takeOver(Failure failure);
  }

  StreamRelay(
      RoutedCall call,
      ExecutionLimits limits,
      Settlement settlement,
      Successors successors,
      LongSupplier nanoTime) {
    this.call = call;
    this.sink = call.sink();
    this.limits = limits;
    this.settlement = settlement;
    this.successors = successors;
    this.nanoTime = nanoTime;
    this.idleTimer = new IdleTimer(call.loop(), nanoTime, this::silent);
  }

  /** This attempt's events follow: the answer begins, or is carried on. */
  void begin(Attempt attempt) {
    boolean first = !call.committed();
    feeding = attempt;
    owing = false;
    call.answeredBy(attempt);
    long now = nanoTime.getAsLong();
    if (first) {
      latestEndNanos = now + limits.streamLongest().toNanos();
      kept = successors.kept(attempt);
      head(attempt);
    }
    idleTimer.start(limits.streamIdle(), Duration.ofNanos(Math.max(1, latestEndNanos - now)));
  }

  private void head(Attempt attempt) {
    if (call.call().request().stream()) {
      hold = HoldWatch.over(call, this::afforded, this::unaffordable);
    }
    Endpoint endpoint = attempt.candidate().endpoint();
    AnswerHead head =
        new AnswerHead(
            call.context().generationId(),
            endpoint.model(),
            endpoint.provider(),
            endpoint.id(),
            call.context().receivedAt().getEpochSecond(),
            attempt.number(),
            call.requirePlan(),
            call.limit(),
            call.budget());
    try {
      sink.committed(head);
    } catch (RuntimeException | Error e) {
      surfaceFailed(e);
    }
  }

  void event(GenerationEvent event) {
    if (over) {
      return;
    }
    if (kept != null) {
      kept.accept(event);
    }
    if (hold != null && event.real()) {
      hold.piece();
    }
    try {
      sink.event(event);
    } catch (RuntimeException | Error e) {
      surfaceFailed(e);
    }
  }

  void beginFrame(SourceFrame frame) {
    if (over) {
      return;
    }
    try {
      sink.beginFrame(frame);
    } catch (RuntimeException | Error e) {
      surfaceFailed(e);
    }
  }

  void endFrame() {
    if (over) {
      return;
    }
    try {
      sink.endFrame();
    } catch (RuntimeException | Error e) {
      surfaceFailed(e);
    }
  }

  /** A piece is through: ask for the next, now or when the surface can take it. */
  void fed() {
    if (over) {
      return;
    }
    idleTimer.touch();
    if (hold != null && !hold.goesOn()) {
      idleTimer.pause();
      owing = true;
    } else if (sink.writable()) {
      demand();
    } else {
      // The provider waits for us now, so its silence is no fault of its own.
      idleTimer.pause();
      owing = true;
      if (!waiting) {
        waiting = true;
        sink.whenWritable(resume);
      }
    }
  }

  private void resume() {
    if (!call.loop().inEventLoop()) {
      call.loop().execute(resume);
      return;
    }
    waiting = false;
    if (!over && owing) {
      owing = false;
      idleTimer.resume();
      demand();
    }
  }

  /** More is held now: what had to wait for it goes on. */
  private void afforded() {
    if (!over && owing) {
      owing = false;
      idleTimer.resume();
      demand();
    }
  }

  private void demand() {
    if (feeding != null) {
      feeding.demand();
    }
  }

  /** The attempt that fed it has ended, and with it the answer, unless another one takes over. */
  void ended(Attempt attempt, @Nullable Failure failure) {
    feeding = null;
    idleTimer.stop();
    call.attempted(attempt.ended(failure));
    // An answer that the surface could not take is none, however well the provider finished it.
    Failure broken = failure == null ? surfaceFailure : failure;
    if (broken != null && !over && successors.takeOver(broken)) {
      return;
    }
    over = true;
    if (broken == null) {
      successors.completed(attempt);
      settlement.finished(call);
    } else {
      settlement.failed(call, broken);
    }
  }

  /** Money ran out: the caller is told in its own dialect, and pays for what it got. */
  private void unaffordable(Failure failure) {
    if (feeding != null && !over) {
      feeding.abort(failure);
    }
  }

  private void silent() {
    Attempt attempt = feeding;
    if (attempt != null) {
      attempt.abort(
          Failure.of(
              FailureKind.TIMEOUT,
              "Provider "
                  + attempt.candidate().endpoint().provider()
                  + " fell silent in the middle of its answer."));
    }
  }

  private void surfaceFailed(Throwable e) {
    over = true;
    log.error("surface {} failed to write an event", call.context().surface(), e);
    surfaceFailure =
        Failure.of(FailureKind.INTERNAL, "The router could not write the answer; try again.");
    if (feeding != null) {
      feeding.abort(surfaceFailure);
    }
  }
}
