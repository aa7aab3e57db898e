package cambio.server.execution;

import cambio.spi.EventSink;
import cambio.spi.Failure;
import java.util.concurrent.Executor;

/**
 * Where a surface receives an answer. The engine calls it on {@link #executor}: {@link #committed},
 * then events, then exactly one of {@link #completed} and {@link #failed}; or {@link #failed} alone
 * where nothing was committed. {@link EventSink#failed} is never called by the engine: provider
 * failures reach the sink as a {@link CallFailure}.
 */
public interface AnswerSink extends EventSink {

  /**
   * The thread that this sink lives on, normally the caller's event loop. The engine calls every
   * other method on it.
   */
  Executor executor();

  /** The first real event is there and follows: the response's status and headers can be sent. */
  void committed(AnswerHead head);

  /** The answer is complete and settled. */
  void completed(AnswerSummary summary);

  /** The call failed; {@code failure.committed()} says whether bytes of an answer went before. */
  void failed(CallFailure failure);

  /**
   * Whether the surface can take more now. Where it cannot, the engine stops reading from the
   * provider until the runnable given to {@link #whenWritable} has run.
   */
  boolean writable();

  /** Runs once, as soon as the surface can take more (at once if it already can). */
  void whenWritable(Runnable resume);

  @Override
  default void failed(Failure failure) {
    throw new IllegalStateException("a provider's failure reached a surface undigested");
  }
}
