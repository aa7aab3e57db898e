package cambio.dialect.anthropic;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.FramedDecoder;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A content block that has begun and not ended. */
final class OpenBlock {

  private static final int MOST_HELD = FramedDecoder.DEFAULT_LIMIT;

  /** What the block is. */
  enum Kind {
    TEXT,
    THINKING,
    CALL,
    /** The call that carries an emulated output format. */
    OUTPUT,
    /** Held back until it is whole. */
    OPAQUE
  }

  private final Kind kind;
  private final int ordinal;
  private final String startInput;
  private final String raw;
  private final StringBuilder held = new StringBuilder(0);
  private final Map<String, String> changed = new LinkedHashMap<>(0);
  private boolean argued;

  /**
   * A block.
   *
   * @param ordinal which reasoning block or call of the answer it is
   */
  OpenBlock(Kind kind, int ordinal, ContentBlock start) {
    this.kind = kind;
    this.ordinal = ordinal;
    this.startInput = start.input() == null ? "{}" : start.input();
    this.raw = start.raw();
  }

  Kind kind() {
    return kind;
  }

  int ordinal() {
    return ordinal;
  }

  /** Notes that a piece of the arguments came. */
  void argued() {
    argued = true;
  }

  /** The arguments, where none came piece by piece. */
  @Nullable String wholeArguments() {
    return argued ? null : startInput;
  }

  /** Holds more of an opaque block back. */
  void hold(BlockDelta delta) {
    if (delta.partialJson != null) {
      held.append(delta.partialJson);
    }
    changed.putAll(delta.others);
    int size = held.length() + raw.length();
    for (String value : changed.values()) {
      size += value.length();
    }
    if (size > MOST_HELD) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "The provider sent a content block over " + MOST_HELD + " characters."));
    }
  }

  /** The opaque block as one JSON object, as a whole answer would have shown it. */
  String whole() throws IOException {
    if (!held.isEmpty()) {
      changed.put("input", held.toString());
    }
    if (changed.isEmpty()) {
      return raw;
    }
    JsonWriter out = new JsonWriter().object();
    try (JsonReader json = JsonReader.of(raw)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        String value = json.raw();
        String later = changed.remove(name);
        out.name(name).raw(later == null ? value : legal(later));
      }
    }
    changed.forEach((name, value) -> out.name(name).raw(legal(value)));
    return out.end().toText();
  }

  private static String legal(String json) {
    return cambio.wire.JsonText.isLegal(json) ? json : cambio.wire.JsonText.quote(json);
  }
}
