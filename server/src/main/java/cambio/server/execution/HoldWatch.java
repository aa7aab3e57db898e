package cambio.server.execution;

import cambio.router.quota.TopUp;
import cambio.server.execution.Admission.Reservation;
import cambio.server.execution.Admission.Topped;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stream grow only as far as money is held for it: asks for more ahead of time, stops
 * reading from the provider while the answer is out, and ends the stream where there is none. Lives
 * on the call's event loop.
 */
final class HoldWatch {

  private final RoutedCall call;
  private final Reservation reservation;
  private final Runnable resume;
  private final Consumer<Failure> refuse;
  private long pieces;
  private boolean asking;
  private boolean waiting;
  private boolean refused;

  /**
   * A watch.
   *
   * @param resume called when a stream that had to wait may go on
   * @param refuse called when it may not
   */
  private HoldWatch(
      RoutedCall call, Reservation reservation, Runnable resume, Consumer<Failure> refuse) {
    this.call = call;
    this.reservation = reservation;
    this.resume = resume;
    this.refuse = refuse;
  }

  /** A watch over a call's hold; null where nothing has to be watched. */
  static @Nullable HoldWatch over(RoutedCall call, Runnable resume, Consumer<Failure> refuse) {
    Reservation reservation = call.reservation();
    return reservation == null || reservation.outputTokensHeld() == Reservation.UNBOUNDED
        ? null
        : new HoldWatch(call, reservation, resume, refuse);
  }

  /** A delta is about to go to the caller. */
  void piece() {
    pieces++;
  }

  /** Whether more may be read now; where not, one of the two callbacks follows. */
  boolean goesOn() {
    long held = reservation.outputTokensHeld();
    if (held == Reservation.UNBOUNDED) {
      return true;
    }
    long used = TopUp.used(counted(), pieces);
    waiting = TopUp.exhausted(used, held);
    // Refused ahead of time, it goes on with what is held; others may have given back until then.
    if (!asking && (waiting || (TopUp.due(used, held) && !refused))) {
      asking = true;
      reservation.extend(used).whenCompleteAsync(this::answered, call.loop());
    }
    return !waiting;
  }

  private long counted() {
    long tokens = 0;
    for (Attempt leg : call.legs()) {
      tokens += leg.reading().usage().outputTokens();
    }
    return tokens;
  }

  private void answered(@Nullable Topped topped, @Nullable Throwable failure) {
    asking = false;
    refused = topped == Topped.REFUSED;
    if (refused && waiting && !call.ended()) {
      refuse.accept(
          Failure.of(
              FailureKind.PAYMENT_REQUIRED,
              "The budget was used up in the middle of this answer. What was generated is charged;"
                  + " add credits or raise the budget for more."));
    } else if (waiting && goesOn()) {
      resume.run();
    }
  }
}
