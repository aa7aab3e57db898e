package cambio.dialect.responses;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been said so far of one output item of a stream. */
final class ItemState {

  /** What comes in pieces. */
  enum Kind {
    TEXT,
    REFUSAL,
    SUMMARY,
    THOUGHT,
    ENCRYPTED,
    ARGUMENTS
  }

  private record Piece(Kind kind, int index) {}

  private final int index;
  private final Set<Piece> said = new HashSet<>(2);
  private final Map<Piece, Integer> blocks = new HashMap<>(0);

  private @Nullable String id;
  private int annotations;
  private int call = -1;
  private boolean closed;

  ItemState(int index, @Nullable String id) {
    this.index = index;
    this.id = id;
  }

  int index() {
    return index;
  }

  @Nullable String id() {
    return id;
  }

  void id(@Nullable String value) {
    id = value == null ? id : value;
  }

  /** Which call of the answer the item is; negative where it has not begun as one. */
  int call() {
    return call;
  }

  void call(int ordinal) {
    call = ordinal;
  }

  /** Notes that the item has ended; false where it had before. */
  boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** Notes that something of a part was said; false where something of it had been before. */
  boolean say(Kind kind, int part) {
    return said.add(new Piece(kind, part));
  }

  /** Whether something of a part was said. */
  boolean hasSaid(Kind kind, int part) {
    return said.contains(new Piece(kind, part));
  }

  /**
   * Of how many parts of these kinds something was said. Parts are told apart by their index, but
   * servers count them from different places, so only their order is the item's.
   */
  int parts(Set<Kind> kinds) {
    return (int) said.stream().filter(piece -> kinds.contains(piece.kind())).count();
  }

  /** How many annotations of the item were given out. */
  int annotations() {
    return annotations;
  }

  void annotated() {
    annotations++;
  }

  /** Which block of reasoning a part is; {@code next} where it has not begun. */
  int block(Kind kind, int part, int next) {
    return blocks.computeIfAbsent(new Piece(kind, part), piece -> next);
  }
}
