package cambio.dialect.openai;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import cambio.spi.event.Started;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of a stream, or a whole completion: both have the same members, but for {@code
 * delta} and {@code message}.
 *
 * <p>Tolerances, all of them met in the wild: a stream without {@code [DONE]} is complete once
 * every choice that began has finished (the option {@code end_mark} forbids that); a choice that
 * {@code [DONE]} or the end of a body leaves without a finish reason has stopped; usage may stand
 * in any chunk, in its last choice or under a provider's own member, and the last count holds.
 */
final class ChatReader implements FrameReader {

  /** Most of what is held until the answer begins; more is left out. */
  private static final int MOST_EARLY = 16;

  private final DecodeContext context;
  private final boolean markRequired;
  private final ChunkParser parser;
  private final List<ChoiceState> choices = new ArrayList<>(1);
  private final List<GenerationEvent> events = new ArrayList<>();
  private final List<GenerationEvent> early = new ArrayList<>(0);

  private boolean started;
  private boolean done;
  private @Nullable Usage lastUsage;

  ChatReader(DecodeContext context) {
    this.context = context;
    this.markRequired = ChatOption.END_MARK.is(context.endpoint().quirks(), "required");
    boolean hidden = ChatOption.HIDDEN_OUTPUT.is(context.endpoint().quirks(), "in_total");
    this.parser = new ChunkParser(hidden);
  }

  @Override
  public void frame(Frame frame, EventSink sink) throws IOException {
    if (frame.is("[DONE]")) {
      finishOpenChoices(sink);
      done = true;
      return;
    }
    Chunk chunk = read(frame, false);
    SourceFrame source = parser.sourceFrame(frame);
    if (source != null) {
      sink.beginFrame(source);
    }
    events.forEach(sink::event);
    if (source != null) {
      sink.endFrame();
    }
    events.clear();
    // The chunk's texts are not needed any more and may be large.
    chunk.clear();
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    Chunk chunk = read(body, true);
    if (chunk.size() == 0) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "The provider's answer has neither choices nor an error."));
    }
    List<GenerationEvent> all = List.copyOf(events);
    events.clear();
    all.forEach(sink::event);
    finishOpenChoices(sink);
    done = true;
  }

  @Override
  public void end(EventSink sink) {
    boolean finished = !choices.isEmpty() && choices.stream().allMatch(ChoiceState::finished);
    done = finished && !markRequired;
  }

  @Override
  public boolean done() {
    return done;
  }

  /** Parses the frame and puts its events into {@link #events}. */
  private Chunk read(Frame frame, boolean whole) throws IOException {
    events.clear();
    Chunk chunk = parser.parse(frame, whole);
    ErrorBody error = chunk.error() == null ? bareError(chunk, frame) : chunk.error();
    if (error != null) {
      throw new FailureException(FailureClassifier.inBand(context.head(), error));
    }
    if (!started && (chunk.id() != null || chunk.size() > 0)) {
      started = true;
      events.add(new Started(chunk.id(), chunk.model()));
      events.addAll(early);
      early.clear();
    }
    for (int i = 0; i < chunk.size(); i++) {
      ChoiceDraft draft = chunk.choice(i);
      state(draft.index()).accept(draft, events);
    }
    beside(chunk.beside());
    Usage usage = chunk.usage();
    if (usage != null && !usage.equals(lastUsage)) {
      lastUsage = usage;
      events.add(new UsageReported(usage));
    }
    return chunk;
  }

  /** Azure tells of the prompt in a chunk before the answer has an id. */
  private void beside(List<GenerationEvent> said) {
    if (started) {
      events.addAll(said);
    } else if (early.size() < MOST_EARLY) {
      early.addAll(said);
    }
  }

  /** Some servers put the error's members where the chunk's should be. */
  private static @Nullable ErrorBody bareError(Chunk chunk, Frame frame) {
    if (chunk.size() > 0 || chunk.usage() != null) {
      return null;
    }
    ErrorBody error = ErrorBody.of(frame.bytes(), frame.offset(), frame.length());
    return error.message() == null ? null : error;
  }

  private ChoiceState state(int index) {
    for (ChoiceState state : choices) {
      if (state.index() == index) {
        return state;
      }
    }
    if (choices.size() >= ChunkParser.MAX_CHOICES) {
      throw new FailureException(
          Failure.of(FailureKind.PROTOCOL_ERROR, "The provider sent too many choices."));
    }
    ChoiceState state = new ChoiceState(index);
    choices.add(state);
    return state;
  }

  private void finishOpenChoices(EventSink sink) {
    if (choices.isEmpty()) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR, "The provider's stream ended without any choice."));
    }
    for (ChoiceState state : choices) {
      if (!state.finished()) {
        FinishReason reason = state.calls() ? FinishReason.TOOL_CALL : FinishReason.STOP;
        sink.event(new Finished(state.index(), reason, null));
      }
    }
  }
}
