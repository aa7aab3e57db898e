package cambio.server.execution;

import cambio.server.upstream.AttemptListener;
import cambio.server.upstream.RunningAttempt;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds an answer back until it is worth showing: a stream until its first real event, a whole
 * answer until it is whole. A failure before that goes back to the runner and the caller never
 * hears of it; from then on the answer is the relay's. Where several attempts race for one answer,
 * each has a gate. Lives on the call's event loop.
 */
final class CommitGate implements AttemptListener {

  private final RoutedCall call;
  private final Attempt attempt;
  private final ExecutionLimits limits;
  private final StreamRelay relay;
  private final AttemptRace race;
  private final @Nullable AnswerRest rest;
  private final @Nullable AnswerCheck check;
  private final IdleTimer firstEventTimer;
  private final boolean whole;
  private final List<GenerationEvent> held = new ArrayList<>(4);
  private AnswerState state = AnswerState.CONNECTING;
  private long heldBytes;
  private boolean inFrame;

  /**
   * A gate.
   *
   * @param rest where the attempt carries an answer on; null where it begins one
   * @param check looks at a whole answer before it is shown; null where none is to
   */
  CommitGate(
      RoutedCall call,
      Attempt attempt,
      ExecutionLimits limits,
      StreamRelay relay,
      AttemptRace race,
      @Nullable AnswerRest rest,
      @Nullable AnswerCheck check,
      LongSupplier nanoTime) {
    this.call = call;
    this.attempt = attempt;
    this.limits = limits;
    this.relay = relay;
    this.race = race;
    this.rest = rest;
    this.check = check;
    this.firstEventTimer = new IdleTimer(call.loop(), nanoTime, this::tooLate);
    this.whole = !call.call().request().stream();
  }

  /** Gives the answer this long to commit. */
  void begin(Duration firstEventTimeout) {
    firstEventTimer.start(firstEventTimeout);
  }

  Attempt attempt() {
    return attempt;
  }

  void abort(Failure failure) {
    attempt.abort(failure);
  }

  @Override
  public void started(RunningAttempt running) {
    attempt.running(running);
    if (call.cancelled()) {
      attempt.abort(RoutedCall.callerGone());
    }
  }

  @Override
  public void event(GenerationEvent event) {
    attempt.count(event);
    if (rest == null) {
      show(event);
      return;
    }
    rest.accept(event, this::show);
    if (rest.torn()) {
      attempt.abort(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "Provider " + provider() + " did not carry the answer on from where it was."));
    }
  }

  private void show(GenerationEvent event) {
    if (state == AnswerState.COMMITTED) {
      relay.event(event);
      return;
    }
    if (state == AnswerState.CONNECTING) {
      state = state.to(AnswerState.PREAMBLE);
    }
    held.add(event);
    if (whole) {
      return;
    }
    if (event.real()) {
      commit();
    } else if (held.size() > limits.preambleEvents()) {
      tooMuch("more than " + limits.preambleEvents() + " events");
    }
  }

  @Override
  public void beginFrame(SourceFrame frame) {
    // A frame that the answer commits in goes on as events only: its beginning was held back. So do
    // all frames of a rest, which say less (or more) than their events do.
    inFrame = state == AnswerState.COMMITTED && rest == null;
    if (inFrame) {
      relay.beginFrame(frame);
    }
  }

  @Override
  public void endFrame() {
    if (inFrame) {
      inFrame = false;
      relay.endFrame();
    }
  }

  @Override
  public void fed(int bytes) {
    if (state == AnswerState.COMMITTED) {
      relay.fed();
      return;
    }
    heldBytes += bytes;
    int most = whole ? limits.wholeAnswerBytes() : limits.preambleBytes();
    if (heldBytes > most) {
      tooMuch("more than " + most + " bytes");
    } else {
      attempt.demand();
    }
  }

  @Override
  public void ended(@Nullable Failure failure) {
    firstEventTimer.stop();
    if (failure == null && whole && state == AnswerState.PREAMBLE) {
      if (check != null) {
        verify(check);
        return;
      }
      commit();
    }
    if (state == AnswerState.COMMITTED) {
      state = state.to(failure == null ? AnswerState.FINISHED : AnswerState.BROKEN);
      relay.ended(attempt, failure);
      return;
    }
    state = state.to(AnswerState.BROKEN);
    held.clear();
    race.lost(this, attempt.ended(failure == null ? empty() : failure));
  }

  /** The provider is through; the caller waits for a look at what it said. */
  private void verify(AnswerCheck by) {
    by.look(List.copyOf(held))
        .whenCompleteAsync(
            (finding, thrown) -> {
              // A check that fails is the router's own fault, and no reason to withhold an answer.
              String fault = thrown == null ? finding.fault() : null;
              if (fault != null || call.cancelled()) {
                reject(fault);
              } else {
                if (thrown == null && finding.repair() != null) {
                  held.clear();
                  held.addAll(finding.answer());
                  attempt.repaired(finding.repair());
                }
                commit();
                state = state.to(AnswerState.FINISHED);
                relay.ended(attempt, null);
              }
            },
            call.loop());
  }

  private void reject(@Nullable String fault) {
    state = state.to(AnswerState.BROKEN);
    held.clear();
    call.rejected(attempt);
    race.lost(
        this,
        attempt.ended(
            fault == null
                ? RoutedCall.callerGone()
                : Failure.of(
                    FailureKind.PROTOCOL_ERROR,
                    "The answer of provider "
                        + provider()
                        + " does not follow response_format.json_schema: "
                        + fault
                        + ".")));
  }

  private void commit() {
    firstEventTimer.stop();
    state = state.to(AnswerState.COMMITTED);
    race.won(this);
    relay.begin(attempt);
    for (GenerationEvent event : held) {
      relay.event(event);
    }
    held.clear();
  }

  private void tooLate() {
    attempt.abort(
        Failure.of(
            FailureKind.TIMEOUT,
            "Provider "
                + provider()
                + (whole ? " did not answer in time." : " did not begin to answer in time.")));
  }

  private void tooMuch(String what) {
    attempt.abort(
        Failure.of(
            FailureKind.PROTOCOL_ERROR,
            "Provider "
                + provider()
                + " sent "
                + what
                + (whole ? " for one answer." : " without beginning to answer.")));
  }

  private Failure empty() {
    return Failure.of(
        FailureKind.PROTOCOL_ERROR, "Provider " + provider() + " sent an empty answer.");
  }

  private String provider() {
    return attempt.candidate().endpoint().provider();
  }
}
