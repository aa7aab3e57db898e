package cambio.dialect.gemini;

import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the model said earlier, with every thought signature back in its place. */
final class AssistantPieces {

  private final Quirks quirks;
  private final Adjustments adjustments;
  private final List<Piece> pieces = new ArrayList<>();
  private @Nullable String waiting;

  private AssistantPieces(Quirks quirks, Adjustments adjustments) {
    this.quirks = quirks;
    this.adjustments = adjustments;
  }

  static List<Piece> of(Message.Assistant message, Quirks quirks, Adjustments adjustments) {
    AssistantPieces read = new AssistantPieces(quirks, adjustments);
    Map<String, String> byCall = sealsByCall(message);
    for (ContentPart part : message.content()) {
      switch (part) {
        case ContentPart.Reasoning reasoning -> {
          if (reasoning.id() == null || !byCall.containsKey(reasoning.id())) {
            read.reasoning(reasoning);
          }
        }
        case ContentPart.ToolCall call -> {
          String own = call.signature();
          read.add(call, own == null ? byCall.get(call.id()) : own);
        }
        default -> read.add(part, null);
      }
    }
    return read.done();
  }

  private void reasoning(ContentPart.Reasoning reasoning) {
    if (!Seals.own(reasoning)) {
      adjustments.dropped("messages.reasoning", "Reasoning of another dialect is not taken back.");
      return;
    }
    String bare = Seals.bare(reasoning);
    if (bare == null) {
      pieces.add(new Piece.Said(reasoning, reasoning.signature()));
    } else if (!bare.isEmpty() && !sealLast(bare)) {
      release();
      waiting = bare;
    }
  }

  /** Puts a signature on the part before it, where that is one which may carry it. */
  private boolean sealLast(String signature) {
    if (pieces.isEmpty() || !(pieces.getLast() instanceof Piece.Said said)) {
      return false;
    }
    boolean fit =
        said.signature() == null
            && !(said.part() instanceof ContentPart.Reasoning)
            && !(said.part() instanceof ContentPart.ToolCall)
            && !(said.part() instanceof ContentPart.Opaque);
    if (fit) {
      pieces.set(pieces.size() - 1, new Piece.Said(said.part(), signature));
    }
    return fit;
  }

  private void add(ContentPart part, @Nullable String signature) {
    if (!Conversation.sendable(part, adjustments)) {
      return;
    }
    boolean takes =
        signature == null
            && !(part instanceof ContentPart.Opaque)
            && !(part instanceof ContentPart.ToolCall);
    pieces.add(new Piece.Said(part, takes ? waiting : signature));
    waiting = takes ? null : waiting;
  }

  /** Says a signature that found nothing to stand on in a part of its own. */
  private void release() {
    if (waiting != null) {
      pieces.add(new Piece.Sealed(waiting));
      waiting = null;
    }
  }

  /** Signatures that stand in reasoning which names the call they belong to. */
  private static Map<String, String> sealsByCall(Message.Assistant message) {
    Map<String, String> seals = new HashMap<>();
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.Reasoning reasoning
          && Seals.own(reasoning)
          && reasoning.id() != null) {
        String bare = Seals.bare(reasoning);
        boolean ofCall =
            message.toolCalls().stream().anyMatch(call -> call.id().equals(reasoning.id()));
        if (bare != null && ofCall) {
          seals.put(reasoning.id(), bare);
        }
      }
    }
    return seals;
  }

  private List<Piece> done() {
    release();
    if (GeminiOption.UNSIGNED_CALLS.is(quirks, "skip")) {
      skipValidation();
    }
    return pieces;
  }

  /** The first call of a turn needs a signature where the model checks them. */
  private void skipValidation() {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i) instanceof Piece.Said said
          && said.part() instanceof ContentPart.ToolCall call) {
        if (said.signature() == null) {
          pieces.set(i, new Piece.Said(call, Seals.SKIP));
        }
        return;
      }
    }
  }
}
