package cambio.dialect.anthropic;

import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import org.jspecify.annotations.Nullable;

/** A content block to be written, with the cache breakpoint after it. Lives for one request. */
final class Block {

  private final @Nullable ContentPart part;
  private final Message.@Nullable ToolResult result;
  private @Nullable CacheHint mark;

  private Block(
      @Nullable ContentPart part, Message.@Nullable ToolResult result, @Nullable CacheHint mark) {
    this.part = part;
    this.result = result;
    this.mark = mark;
  }

  static Block of(ContentPart part) {
    return new Block(part, null, part.cacheHint());
  }

  /** A tool's answer; a breakpoint after its last part stands after the whole. */
  static Block of(Message.ToolResult result) {
    CacheHint last = result.content().isEmpty() ? null : result.content().getLast().cacheHint();
    return new Block(null, result, last);
  }

  @Nullable ContentPart part() {
    return part;
  }

  Message.@Nullable ToolResult result() {
    return result;
  }

  @Nullable CacheHint mark() {
    return mark;
  }

  void mark(@Nullable CacheHint hint) {
    mark = hint;
  }

  /** Whether the provider takes a breakpoint here, and the block is written member by member. */
  boolean markable() {
    return !(part instanceof ContentPart.Reasoning) && !(part instanceof ContentPart.Opaque);
  }

  /** The text, where the block is nothing else. */
  @Nullable String plainText() {
    return part instanceof ContentPart.Text text && mark == null ? text.text() : null;
  }
}
