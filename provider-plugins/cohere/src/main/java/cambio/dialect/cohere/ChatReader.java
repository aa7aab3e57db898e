package cambio.dialect.cohere;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.FailureException;
import cambio.spi.event.Finished;
import cambio.spi.event.Started;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import java.io.IOException;

/**
 * Reads the events of a stream, or a whole answer. A stream is complete at {@code message-end}; the
 * {@code [DONE]} after it says nothing more. Events that are new are passed over.
 */
final class ChatReader implements FrameReader {

  private final DecodeContext context;
  private final UsageCounts usage = new UsageCounts();
  private final AnswerEvents answer = new AnswerEvents();
  private final ChatEvent event = new ChatEvent();

  private boolean started;
  private boolean done;

  ChatReader(DecodeContext context) {
    this.context = context;
  }

  @Override
  public void frame(Frame frame, EventSink sink) throws IOException {
    if (frame.isBlank()) {
      return;
    }
    event.read(frame, usage);
    act();
    answer.take().forEach(sink::event);
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    event.read(body, usage);
    refuseComplaint();
    if (!event.hasMessage) {
      throw AnswerEvents.protocolError("The provider's answer has no message.");
    }
    start();
    answer.plan(event.message.plan);
    for (int i = 0; i < event.message.contents.size(); i++) {
      answer.content(i, event.message.contents.get(i));
    }
    event.message.calls.forEach(answer::wholeCall);
    for (String citation : event.message.citations) {
      answer.citation(citation);
    }
    answer.logprobs(event.logprobs);
    finish();
    answer.take().forEach(sink::event);
  }

  @Override
  public boolean done() {
    return done;
  }

  private void act() throws IOException {
    refuseComplaint();
    MessageParts message = event.message;
    switch (event.type) {
      case "message-start" -> start();
      case "content-start", "content-delta" -> {
        start();
        message.contents.forEach(content -> answer.content(event.index, content));
        answer.logprobs(event.logprobs);
      }
      case "tool-plan-delta" -> {
        start();
        answer.plan(message.plan);
      }
      case "tool-call-start" -> {
        start();
        message.calls.forEach(call -> answer.callStart(event.index, call));
      }
      case "tool-call-delta" -> message.calls.forEach(call -> answer.callDelta(event.index, call));
      case "tool-call-end" -> answer.callEnd(event.index);
      case "citation-start" -> {
        for (String citation : message.citations) {
          answer.citation(citation);
        }
      }
      case "message-end" -> {
        start();
        finish();
      }
      default -> {}
    }
  }

  private void start() {
    if (!started) {
      started = true;
      answer.add(new Started(event.id, null));
    }
  }

  private void finish() {
    String reason = event.finishReason;
    if (event.error != null || reason != null && FinishReasons.broken(reason)) {
      throw new FailureException(CohereFailures.inBand(context.head(), event.errorBody()));
    }
    if (reason == null) {
      throw AnswerEvents.protocolError("The provider's answer was cut: it has no finish reason.");
    }
    answer.finish();
    Usage counted = usage.toUsage();
    if (counted != null) {
      answer.add(new UsageReported(counted));
    }
    answer.add(new Finished(0, FinishReasons.of(reason), reason));
    done = true;
  }

  private void refuseComplaint() {
    boolean instead = event.error != null && event.finishReason == null && !event.hasMessage;
    if (event.complaint != null || instead || event.type.equals("error")) {
      throw new FailureException(CohereFailures.inBand(context.head(), event.errorBody()));
    }
  }
}
