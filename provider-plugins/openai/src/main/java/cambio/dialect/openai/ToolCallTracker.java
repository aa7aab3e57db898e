package cambio.dialect.openai;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out to which call a piece belongs. Providers leave the index out, repeat the id in every
 * piece, or give every parallel call index 0 under an id of its own.
 */
final class ToolCallTracker {

  private static final int MAX_CALLS = 4096;

  private static final class Call {
    private final int wireIndex;
    private @Nullable String id;
    private boolean named;

    private Call(int wireIndex) {
      this.wireIndex = wireIndex;
    }
  }

  private final int choice;
  private final List<Call> calls = new ArrayList<>(0);

  ToolCallTracker(int choice) {
    this.choice = choice;
  }

  boolean any() {
    return !calls.isEmpty();
  }

  void accept(ChoiceDraft.Call piece, List<GenerationEvent> events) {
    String id = emptyToNull(piece.id());
    String name = emptyToNull(piece.name());
    int at = find(piece.index(), id, name);
    boolean begins = at < 0;
    if (begins) {
      if (calls.size() >= MAX_CALLS) {
        throw new FailureException(
            Failure.of(FailureKind.PROTOCOL_ERROR, "The provider sent too many tool calls."));
      }
      at = calls.size();
      calls.add(new Call(piece.index()));
    }
    Call call = calls.get(at);
    String newId = call.id == null ? id : null;
    String newName = call.named ? null : name;
    if (newId != null) {
      call.id = newId;
    }
    call.named |= newName != null;
    boolean says = newId != null || newName != null || piece.signature() != null;
    if (begins || says || !piece.arguments().isEmpty()) {
      events.add(
          new ToolCallDelta(choice, at, newId, newName, piece.arguments(), piece.signature()));
    }
  }

  /** Where the call stands that the piece continues, or -1 where it begins one. */
  private int find(int index, @Nullable String id, @Nullable String name) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      boolean sameIndex = index == ChoiceDraft.NO_INDEX || call.wireIndex == index;
      boolean otherId = id != null && call.id != null && !call.id.equals(id);
      if (sameIndex && !otherId) {
        boolean another = index == ChoiceDraft.NO_INDEX && id == null && name != null && call.named;
        return another ? -1 : i;
      }
    }
    return -1;
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
