package cambio.server.reasoning;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.spi.event.GenerationEvent;
import io.netty.channel.EventLoop;

/** A surface that shows nobody anything. */
final class DeafSink implements AnswerSink {

  @Override
  public EventLoop executor() {
    throw new UnsupportedOperationException("no loop is needed here");
  }

  @Override
  public void committed(AnswerHead head) {}

  @Override
  public void event(GenerationEvent event) {}

  @Override
  public void completed(AnswerSummary summary) {}

  @Override
  public void failed(CallFailure failure) {}

  @Override
  public void abandoned(Throwable cause) {}

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }
}
