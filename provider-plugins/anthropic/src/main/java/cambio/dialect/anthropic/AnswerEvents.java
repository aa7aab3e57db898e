package cambio.dialect.anthropic;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.ReasoningKind;
import cambio.wire.StructuredOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the blocks of one answer into events, whether they come whole or piece by piece. */
final class AnswerEvents {

  /** Most blocks that may be open at once; the provider opens one after the other. */
  private static final int MOST_OPEN = 1024;

  private final Map<Integer, OpenBlock> open = new HashMap<>();
  private final List<GenerationEvent> events = new ArrayList<>();
  private int thoughts;
  private int calls;
  private boolean emulated;
  private @Nullable String stopReason;
  private @Nullable String explanation;

  /** The events since the last call. */
  List<GenerationEvent> take() {
    List<GenerationEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void add(GenerationEvent event) {
    events.add(event);
  }

  /** Whether the answer is not what the wire shows, because its format was emulated. */
  boolean emulated() {
    return emulated;
  }

  void start(int index, ContentBlock block) throws IOException {
    if (open.size() >= MOST_OPEN) {
      throw protocolError("The provider opened too many content blocks.");
    }
    open.put(index, begin(block));
  }

  void delta(int index, BlockDelta delta) throws IOException {
    OpenBlock block = open.get(index);
    if (delta.text != null && !delta.text.isEmpty()) {
      events.add(new ContentDelta(0, delta.text));
    }
    if (delta.citation != null) {
      events.add(new AnnotationAdded(0, Citations.annotation(delta.citation)));
    }
    if (delta.thinking != null || delta.signature != null) {
      int ordinal =
          block != null && block.kind() == OpenBlock.Kind.THINKING ? block.ordinal() : thoughts;
      thought(ordinal, delta.thinking, delta.signature);
    }
    if (block != null && block.kind() == OpenBlock.Kind.OPAQUE) {
      block.hold(delta);
    } else if (delta.partialJson != null && !delta.partialJson.isEmpty()) {
      arguments(block, delta.partialJson);
    }
  }

  void stop(int index) throws IOException {
    OpenBlock block = open.remove(index);
    if (block != null) {
      close(block);
    }
  }

  /** Notes why the answer ends. */
  void stopReason(@Nullable String reason, @Nullable String why) {
    stopReason = reason == null ? stopReason : reason;
    explanation = why == null ? explanation : why;
  }

  /**
   * Ends the answer.
   *
   * @throws FailureException where the provider never said why it ended
   */
  void finish() throws IOException {
    if (stopReason == null) {
      throw protocolError("The provider's answer was cut: it has no stop reason.");
    }
    for (OpenBlock block : open.values()) {
      close(block);
    }
    open.clear();
    if (explanation != null && !explanation.isEmpty()) {
      events.add(new RefusalDelta(0, explanation));
    }
    events.add(new Finished(0, StopReasons.of(stopReason, calls > 0 || !emulated), stopReason));
  }

  private OpenBlock begin(ContentBlock block) throws IOException {
    switch (block.type()) {
      case "text" -> {
        if (block.text() != null && !block.text().isEmpty()) {
          events.add(new ContentDelta(0, block.text()));
        }
        for (String citation : block.citations()) {
          events.add(new AnnotationAdded(0, Citations.annotation(citation)));
        }
        return new OpenBlock(OpenBlock.Kind.TEXT, 0, block);
      }
      case "thinking" -> {
        OpenBlock opened = new OpenBlock(OpenBlock.Kind.THINKING, thoughts++, block);
        thought(opened.ordinal(), block.thinking(), block.signature());
        return opened;
      }
      case "redacted_thinking" -> {
        OpenBlock opened = new OpenBlock(OpenBlock.Kind.THINKING, thoughts++, block);
        String data = block.data() == null ? "" : block.data();
        events.add(reasoning(opened.ordinal(), ReasoningKind.ENCRYPTED, data, null));
        return opened;
      }
      case "tool_use" -> {
        return call(block);
      }
      default -> {
        return new OpenBlock(OpenBlock.Kind.OPAQUE, 0, block);
      }
    }
  }

  private OpenBlock call(ContentBlock block) {
    if (StructuredOutput.TOOL.equals(block.name())) {
      emulated = true;
      return new OpenBlock(OpenBlock.Kind.OUTPUT, 0, block);
    }
    OpenBlock opened = new OpenBlock(OpenBlock.Kind.CALL, calls++, block);
    events.add(new ToolCallDelta(0, opened.ordinal(), block.id(), block.name(), ""));
    return opened;
  }

  private void arguments(@Nullable OpenBlock block, String json) {
    boolean call = block != null && block.kind() == OpenBlock.Kind.CALL;
    boolean output = block != null && block.kind() == OpenBlock.Kind.OUTPUT;
    if (block == null || !call && !output) {
      throw protocolError("The provider sent arguments of a tool call that it had not begun.");
    }
    block.argued();
    say(block, json);
  }

  private void say(OpenBlock block, String json) {
    events.add(
        block.kind() == OpenBlock.Kind.OUTPUT
            ? new ContentDelta(0, json)
            : new ToolCallDelta(0, block.ordinal(), null, null, json));
  }

  private void close(OpenBlock block) throws IOException {
    switch (block.kind()) {
      case TEXT, THINKING -> {}
      case CALL, OUTPUT -> {
        String whole = block.wholeArguments();
        if (whole != null) {
          say(block, whole);
        }
      }
      case OPAQUE -> events.add(new Opaque(MessagesAdapter.DIALECT, block.whole()));
    }
  }

  private void thought(int ordinal, @Nullable String text, @Nullable String signature) {
    boolean sealed = signature != null && !signature.isEmpty();
    if (sealed || text != null && !text.isEmpty()) {
      events.add(
          reasoning(
              ordinal, ReasoningKind.TEXT, text == null ? "" : text, sealed ? signature : null));
    }
  }

  private static ReasoningDelta reasoning(
      int ordinal, ReasoningKind kind, String text, @Nullable String signature) {
    return new ReasoningDelta(0, ordinal, kind, text, signature, null, Prompt.REASONING_FORMAT);
  }

  private static FailureException protocolError(String message) {
    return new FailureException(Failure.of(FailureKind.PROTOCOL_ERROR, message));
  }
}
