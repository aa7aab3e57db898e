package cambio.dialect.gemini;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.Started;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response objects of a stream, or the one of a whole answer. The dialect has no end
 * mark: a stream is complete where it ends after every candidate has said why it ended, and cut
 * where it ends before. Finishes are therefore told at the end.
 */
final class ResponseReader implements FrameReader {

  /** More candidates than any model gives; what lies above is nonsense that would cost memory. */
  private static final int MOST_CHOICES = 128;

  private final DecodeContext context;
  private final UsageCounts usage = new UsageCounts();
  private final TreeMap<Integer, ChoiceState> choices = new TreeMap<>();

  private boolean started;
  private boolean done;
  private @Nullable String responseId;
  private @Nullable Usage reported;

  ResponseReader(DecodeContext context) {
    this.context = context;
  }

  @Override
  public void frame(Frame frame, EventSink sink) throws IOException {
    accept(frame).forEach(sink::event);
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    List<GenerationEvent> events = accept(body);
    if (choices.isEmpty()) {
      throw protocolError("The provider's answer has neither candidates nor an error.");
    }
    if (!complete()) {
      throw protocolError("The provider's answer was cut: a candidate has no finish reason.");
    }
    finish(events);
    events.forEach(sink::event);
  }

  @Override
  public void end(EventSink sink) {
    if (complete()) {
      List<GenerationEvent> events = new ArrayList<>();
      finish(events);
      events.forEach(sink::event);
    }
  }

  @Override
  public boolean done() {
    return done;
  }

  private List<GenerationEvent> accept(Frame frame) throws IOException {
    ResponseObject response = ResponseObject.read(frame, usage);
    refuse(response, frame);
    List<GenerationEvent> events = new ArrayList<>();
    responseId = responseId == null ? response.id() : responseId;
    if (!started) {
      started = true;
      events.add(new Started(response.id(), response.model()));
    }
    for (Candidate candidate : response.candidates()) {
      if (candidate.index() >= MOST_CHOICES) {
        throw protocolError("The provider sent a candidate of index " + candidate.index() + ".");
      }
      choices
          .computeIfAbsent(candidate.index(), ChoiceState::new)
          .accept(candidate, responseId, events);
    }
    Usage now = usage.toUsage();
    if (now != null && !now.equals(reported)) {
      reported = now;
      events.add(new UsageReported(now));
    }
    return events;
  }

  private void refuse(ResponseObject response, Frame frame) {
    ErrorBody error = response.error();
    if (error != null) {
      byte[] bytes =
          Arrays.copyOfRange(frame.bytes(), frame.offset(), frame.offset() + frame.length());
      throw new FailureException(GeminiFailures.inBand(context.head(), error, bytes));
    }
    String reason = response.blockReason();
    boolean unsaid = reason == null || reason.equals("BLOCK_REASON_UNSPECIFIED");
    if (reason != null && !unsaid && !reason.equals("0")) {
      throw new FailureException(
          GeminiFailures.blocked(context.head(), reason, response.blockMessage()));
    }
  }

  private boolean complete() {
    return !choices.isEmpty() && choices.values().stream().allMatch(ChoiceState::ended);
  }

  private void finish(List<GenerationEvent> events) {
    choices.values().forEach(choice -> events.add(choice.finished()));
    done = true;
  }

  private static FailureException protocolError(String message) {
    return new FailureException(Failure.of(FailureKind.PROTOCOL_ERROR, message));
  }
}
