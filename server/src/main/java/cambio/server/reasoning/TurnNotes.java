package cambio.server.reasoning;

import cambio.router.catalog.Endpoint;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes an answer's reasoning and the ids of its tool calls while it passes; text and arguments are
 * left out. Costs two type checks an event where neither comes.
 */
final class TurnNotes {

  /** Reasoning longer than this (in characters) is not kept. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private final List<Block> blocks = new ArrayList<>(0);
  private final Map<Integer, String> calls = new LinkedHashMap<>(0);
  private final Map<String, String> signatures = new HashMap<>(0);
  private int characters;

  private static final class Block {
    private final int index;
    private final ReasoningKind kind;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private @Nullable String id;
    private @Nullable String format;

    Block(int index, ReasoningKind kind) {
      this.index = index;
      this.kind = kind;
    }

    ContentPart.Reasoning part() {
      String seal = signature.isEmpty() ? null : signature.toString();
      return new ContentPart.Reasoning(kind, text.toString(), seal, id, format);
    }
  }

  void note(GenerationEvent event) {
    if (event instanceof ReasoningDelta delta && delta.choice() == 0) {
      reasoning(delta);
    } else if (event instanceof ToolCallDelta delta && delta.choice() == 0) {
      call(delta);
    }
  }

  /** The ids of the calls, in their order. */
  Set<String> callIds() {
    return Set.copyOf(calls.values());
  }

  /** What is to be kept; null where a plain client drops nothing of the answer, or too much. */
  @Nullable KeptTurn turn(Endpoint endpoint) {
    boolean plain = blocks.isEmpty() && signatures.isEmpty();
    return calls.isEmpty() || plain || characters > MOST_CHARACTERS
        ? null
        : new KeptTurn(
            endpoint.dialect(),
            endpoint.model(),
            blocks.stream().map(Block::part).toList(),
            signatures);
  }

  private void reasoning(ReasoningDelta delta) {
    String seal = delta.signature();
    characters += delta.text().length() + (seal == null ? 0 : seal.length());
    if (characters > MOST_CHARACTERS) {
      blocks.clear();
      return;
    }
    Block last = blocks.isEmpty() ? null : blocks.getLast();
    if (last == null || last.index != delta.index() || last.kind != delta.kind()) {
      last = new Block(delta.index(), delta.kind());
      blocks.add(last);
    }
    last.text.append(delta.text());
    if (seal != null) {
      last.signature.append(seal);
    }
    last.id = delta.id() == null ? last.id : delta.id();
    last.format = delta.format() == null ? last.format : delta.format();
  }

  private void call(ToolCallDelta delta) {
    String id = delta.id();
    if (id != null) {
      calls.putIfAbsent(delta.index(), id);
    }
    String seal = delta.signature();
    String known = calls.get(delta.index());
    if (seal != null && known != null) {
      signatures.merge(known, seal, String::concat);
    }
  }
}
