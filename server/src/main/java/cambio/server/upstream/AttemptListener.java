package cambio.server.upstream;

import cambio.spi.EventSink;
import cambio.spi.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Hears of one attempt, on its event loop: {@link #started} first, events, {@link #fed} after each
 * piece of the body, and exactly one {@link #ended}, after which nothing follows. {@link
 * EventSink#failed} is never called from outside the exchange.
 */
public interface AttemptListener extends EventSink {

  /** The attempt begins; nothing has been sent yet. */
  void started(RunningAttempt attempt);

  /**
   * A piece of the body was decoded and its events have been emitted. The next piece comes after
   * {@link RunningAttempt#demand}.
   *
   * @param bytes the piece's length
   */
  void fed(int bytes);

  /**
   * The attempt is over.
   *
   * @param failure null where the answer is complete
   */
  void ended(@Nullable Failure failure);

  @Override
  default void failed(Failure failure) {
    throw new IllegalStateException("a decoder's failure left its exchange");
  }
}
