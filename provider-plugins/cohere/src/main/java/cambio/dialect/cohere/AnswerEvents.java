package cambio.dialect.cohere;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.TokenLogprob;
import cambio.spi.event.ToolCallDelta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the parts of one answer into events, whether they come whole or piece by piece. */
final class AnswerEvents {

  private static final int MOST_OPEN = 1024;

  private final List<GenerationEvent> events = new ArrayList<>();

  /** Wire index of a content block to the ordinal of its thoughts. */
  private final Map<Integer, Integer> thoughts = new HashMap<>();

  /** Wire index of the call that is open there to its ordinal. */
  private final Map<Integer, Integer> open = new HashMap<>();

  private int blocks;
  private int plan = -1;
  private int calls;

  /** The ordinals of the calls that have arguments. */
  private final BitSet argued = new BitSet();

  /** The events since the last call. */
  List<GenerationEvent> take() {
    List<GenerationEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void add(GenerationEvent event) {
    events.add(event);
  }

  void content(int index, MessageParts.Content content) {
    if (content.text() != null && !content.text().isEmpty()) {
      events.add(new ContentDelta(0, content.text()));
    }
    if (content.thinking() != null && !content.thinking().isEmpty()) {
      bounded(thoughts);
      int ordinal = thoughts.computeIfAbsent(index, i -> blocks++);
      events.add(Reasonings.thought(ordinal, content.thinking()));
    }
  }

  void plan(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (plan < 0) {
      plan = blocks++;
    }
    events.add(Reasonings.plan(plan, text));
  }

  /** A call that comes whole. */
  void wholeCall(MessageParts.Call call) {
    String arguments = call.arguments();
    String whole = arguments == null || arguments.isEmpty() ? "{}" : arguments;
    events.add(new ToolCallDelta(0, calls++, call.id(), call.name(), whole));
  }

  void callStart(int index, MessageParts.Call call) {
    bounded(open);
    callEnd(index);
    open.put(index, calls);
    events.add(new ToolCallDelta(0, calls, call.id(), call.name(), ""));
    calls++;
    callDelta(index, call);
  }

  void callDelta(int index, MessageParts.Call call) {
    Integer ordinal = open.get(index);
    if (ordinal == null) {
      throw protocolError("The provider sent arguments of a tool call that it had not begun.");
    }
    String more = call.arguments();
    if (more != null && !more.isEmpty()) {
      argued.set(ordinal);
      events.add(new ToolCallDelta(0, ordinal, null, null, more));
    }
  }

  /** A call without arguments has none on this wire; elsewhere that is an empty object. */
  void callEnd(int index) {
    Integer ordinal = open.remove(index);
    if (ordinal != null && !argued.get(ordinal)) {
      events.add(new ToolCallDelta(0, ordinal, null, null, "{}"));
    }
  }

  void citation(String raw) throws IOException {
    events.add(new AnnotationAdded(0, Citations.annotation(raw)));
  }

  void logprobs(List<TokenLogprob> tokens) {
    if (!tokens.isEmpty()) {
      events.add(new LogprobsReported(0, false, tokens));
    }
  }

  /** Closes what the provider left open. */
  void finish() {
    List.copyOf(open.keySet()).stream().sorted().forEach(this::callEnd);
  }

  private static void bounded(Map<Integer, Integer> indexes) {
    if (indexes.size() >= MOST_OPEN) {
      throw protocolError("The provider opened too many parts of its answer.");
    }
  }

  static FailureException protocolError(String message) {
    return new FailureException(Failure.of(FailureKind.PROTOCOL_ERROR, message));
  }
}
