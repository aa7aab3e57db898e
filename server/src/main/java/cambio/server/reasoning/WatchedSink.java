package cambio.server.reasoning;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import io.netty.channel.EventLoop;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A sink whose answer is noted as it passes, and handed over before it is completed. */
final class WatchedSink implements AnswerSink {

  private final AnswerSink sink;
  private final BiConsumer<AnswerHead, TurnNotes> keeper;
  private final TurnNotes notes = new TurnNotes();
  private @Nullable AnswerHead head;

  WatchedSink(AnswerSink sink, BiConsumer<AnswerHead, TurnNotes> keeper) {
    this.sink = sink;
    this.keeper = keeper;
  }

  @Override
  public void committed(AnswerHead answer) {
    head = answer;
    sink.committed(answer);
  }

  @Override
  public void event(GenerationEvent event) {
    notes.note(event);
    sink.event(event);
  }

  @Override
  public void completed(AnswerSummary summary) {
    if (head != null) {
      keeper.accept(head, notes);
    }
    sink.completed(summary);
  }

  @Override
  public EventLoop executor() {
    return sink.executor();
  }

  @Override
  public void beginFrame(SourceFrame frame) {
    sink.beginFrame(frame);
  }

  @Override
  public void endFrame() {
    sink.endFrame();
  }

  @Override
  public void failed(CallFailure failure) {
    sink.failed(failure);
  }

  @Override
  public void abandoned(Throwable cause) {
    sink.abandoned(cause);
  }

  @Override
  public boolean writable() {
    return sink.writable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    sink.whenWritable(resume);
  }
}
