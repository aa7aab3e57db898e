package cambio.server.reuse;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CacheMark;
import cambio.server.execution.CallFailure;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import io.netty.channel.EventLoop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sink of the call that generates: writes its answer down for those that wait for it, too, and
 * goes on where its own caller has left. On the caller's event loop.
 */
final class LeadingSink implements AnswerSink {

  private static final Logger log = LoggerFactory.getLogger(LeadingSink.class);

  private final AnswerSink sink;
  private final Duration ttl;
  private final Listener listener;
  private boolean alone;
  private boolean framed;
  private Runnable waiting = () -> {};

  /** Who is told of the answer. */
  interface Listener {

    /** It begins. */
    void begun(AnswerHead head);

    /** Its next event. */
    void event(GenerationEvent event);

    /** It is complete. */
    void completed(AnswerSummary summary);

    /** It is not, and will not be. */
    void failed(CallFailure failure);

    /** The caller cannot be told; whether the answer goes on without it. */
    boolean callerLost();

    /** Whether others wait for the answer: then it does not wait for a slow caller. */
    boolean shared();
  }

  LeadingSink(AnswerSink sink, Duration ttl, Listener listener) {
    this.sink = sink;
    this.ttl = ttl;
    this.listener = listener;
  }

  /** The answer goes on without the caller. */
  void abandonCaller() {
    alone = true;
    carryOn();
  }

  /** What waits for the caller to take more waits no longer. Harmless where nothing does. */
  void carryOn() {
    waiting.run();
  }

  @Override
  public EventLoop executor() {
    return sink.executor();
  }

  @Override
  public void committed(AnswerHead head) {
    listener.begun(head);
    tell(() ->
        sink.committed(
            head.marked(new CacheMark(CacheMark.Status.MISS, null, Duration.ZERO, ttl))));
  }

  @Override
  public void event(GenerationEvent event) {
    listener.event(event);
    tell(() -> sink.event(event));
  }

  @Override
  public void beginFrame(SourceFrame frame) {
    framed = !alone;
    if (framed) {
      tell(() -> sink.beginFrame(frame));
    }
  }

  @Override
  public void endFrame() {
    if (framed) {
      framed = false;
      tell(sink::endFrame);
    }
  }

  @Override
  public void completed(AnswerSummary summary) {
    listener.completed(summary);
    if (!alone) {
      sink.completed(summary);
    }
  }

  @Override
  public void failed(CallFailure failure) {
    listener.failed(failure);
    if (!alone) {
      sink.failed(failure);
    }
  }

  @Override
  public void abandoned(Throwable cause) {
    if (!alone) {
      sink.abandoned(cause);
    }
  }

  @Override
  public boolean writable() {
    return alone || listener.shared() || sink.writable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    waiting = resume;
    if (alone || listener.shared()) {
      resume.run();
    } else {
      sink.whenWritable(resume);
    }
  }

  /** A surface that breaks takes the call down only where nobody else waits for it. */
  private void tell(Runnable telling) {
    if (alone) {
      return;
    }
    try {
      telling.run();
    } catch (RuntimeException | Error e) {
      if (!listener.callerLost()) {
        throw e;
      }
      log.error("a surface failed to take an answer that others wait for", e);
      alone = true;
      sink.abandoned(e);
    }
  }
}
