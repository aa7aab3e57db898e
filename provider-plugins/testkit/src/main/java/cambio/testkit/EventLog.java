package cambio.testkit;

import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a decoder emits, and fails the test at once where it breaks its promises. */
public final class EventLog implements EventSink {

  /**
   * A frame that was offered for splicing.
   *
   * @param json its payload, copied while it was valid
   * @param firstEvent index of its first event
   * @param endEvent index after its last event
   */
  public record Frame(
      String dialect, String json, List<SourceFrame.Patch> patches, int firstEvent, int endEvent) {}

  private final List<GenerationEvent> events = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private @Nullable Failure failure;
  private @Nullable Frame open;

  @Override
  public void event(GenerationEvent event) {
    refuseAfterFailure("an event");
    events.add(event);
  }

  @Override
  public void failed(Failure cause) {
    refuseAfterFailure("a failure");
    failure = cause;
  }

  @Override
  public void beginFrame(SourceFrame frame) {
    refuseAfterFailure("a frame");
    if (open != null) {
      throw new AssertionError("a frame begins within a frame");
    }
    String json = new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
    open = new Frame(frame.dialect(), json, frame.patches(), events.size(), events.size());
  }

  @Override
  public void endFrame() {
    Frame begun = open;
    if (begun == null) {
      throw new AssertionError("a frame ends that has not begun");
    }
    frames.add(
        new Frame(
            begun.dialect(), begun.json(), begun.patches(), begun.firstEvent(), events.size()));
    open = null;
  }

  /** The events in order. */
  public List<GenerationEvent> events() {
    return events;
  }

  /** The frames offered for splicing. */
  public List<Frame> frames() {
    return frames;
  }

  /** The failure, or null. */
  public @Nullable Failure failure() {
    return failure;
  }

  /** What the events say. */
  public Answer answer() {
    return AnswerBuilder.answerOf(events, failure != null);
  }

  private void refuseAfterFailure(String what) {
    if (failure != null) {
      throw new AssertionError(what + " after the failure: " + failure.kind());
    }
  }
}
