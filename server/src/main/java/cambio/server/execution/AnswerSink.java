package cambio.server.execution;

import cambio.spi.EventSink;
import cambio.spi.Failure;
import io.netty.channel.EventLoop;

/**
 * Where a surface receives an answer. The engine calls it on {@link #executor}: {@link #committed},
 * then events, then exactly one of {@link #completed} and {@link #failed}; or {@link #failed} alone
 * where nothing was committed. {@link EventSink#failed} is never called by the engine: provider
 * failures reach the sink as a {@link CallFailure}. After a cancel nothing comes any more. No
 * method may block.
 */
public interface AnswerSink extends EventSink {

  /**
   * The event loop that this sink lives on: that of the caller's connection. The engine calls every
   * other method on it, and the provider's bytes arrive on it too, so that no chunk changes
   * threads. The same one at every call.
   */
  EventLoop executor();

  /** The first real event is there and follows: the response's status and headers can be sent. */
  void committed(AnswerHead head);

  /** The answer is complete and settled. */
  void completed(AnswerSummary summary);

  /** The call failed; {@code failure.committed()} says whether bytes of an answer went before. */
  void failed(CallFailure failure);

  /**
   * The router itself failed to bring the call to its end, perhaps because {@link #completed} or
   * {@link #failed} threw: the response is ended so that nobody waits for it, nor takes it for
   * whole. Harmless where it has ended. Never throws.
   */
  void abandoned(Throwable cause);

  /**
   * Whether the surface can take more now. Where it cannot, the engine stops reading from the
   * provider until the runnable given to {@link #whenWritable} has run.
   */
  boolean writable();

  /**
   * Runs {@code resume} once, as soon as the surface can take more (at once if it already can), on
   * any thread. At most one waits at a time.
   */
  void whenWritable(Runnable resume);

  @Override
  default void failed(Failure failure) {
    throw new IllegalStateException("a provider's failure reached a surface undigested");
  }
}
