package cambio.dialect.bedrock;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonText;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A content block of a stream that has begun and not ended. */
final class OpenBlock {

  /** What the block is. */
  enum Kind {
    /** Text, citations, or nothing yet. */
    TEXT,
    REASONING,
    CALL,
    /** The call that carries an emulated output format. */
    OUTPUT,
    IMAGE,
    /** A call that the provider runs itself; held back until it is whole. */
    SERVER_CALL,
    /** What such a call answered; held back too. */
    SERVER_RESULT
  }

  private final Kind kind;
  private final int ordinal;
  private final @Nullable String format;
  private final Map<String, String> members = new LinkedHashMap<>(0);
  private final StringBuilder input = new StringBuilder(0);
  private final List<String> content = new ArrayList<>(0);
  private int held;
  private boolean argued;

  OpenBlock(Kind kind, int ordinal, @Nullable String format) {
    this.kind = kind;
    this.ordinal = ordinal;
    this.format = format;
  }

  Kind kind() {
    return kind;
  }

  int ordinal() {
    return ordinal;
  }

  /** An image's format, where it was named. */
  @Nullable String format() {
    return format;
  }

  /** Notes that a piece of the arguments came. */
  void argued() {
    argued = true;
  }

  /** Whether a call got any arguments. */
  boolean hasArguments() {
    return argued;
  }

  /** Keeps a raw member of the block's start. */
  void member(String name, String raw) {
    hold(raw);
    members.put(name, raw);
  }

  /** Keeps more of a server call's input. */
  void input(String more) {
    hold(more);
    input.append(more);
  }

  /** Keeps a raw piece of a server result's content. */
  void content(String raw) {
    hold(raw);
    content.add(raw);
  }

  private void hold(String more) {
    held += more.length();
    if (held > MessageCutter.LIMIT) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "The provider sent a content block over " + MessageCutter.LIMIT + " characters."));
    }
  }

  /** The held block as one JSON object, as a whole answer would have shown it. */
  String whole() {
    boolean call = kind == Kind.SERVER_CALL;
    JsonWriter out = new JsonWriter().object().name(call ? "toolUse" : "toolResult").object();
    members.forEach(out::rawMember);
    if (call) {
      String text = input.isEmpty() ? "{}" : input.toString();
      out.rawMember("input", JsonText.isLegal(text) ? text : JsonText.quote(text));
    } else {
      out.name("content").array();
      content.forEach(out::raw);
      out.end();
    }
    return out.end().end().toText();
  }
}
