package cambio.spi.request;

import org.jspecify.annotations.Nullable;

/** A piece of a message. */
public sealed interface ContentPart {

  /** Where the caller wants a prompt-cache breakpoint after this part, or null. */
  @Nullable CacheHint cacheHint();

  /** Text; may be empty. */
  record Text(String text, @Nullable CacheHint cacheHint) implements ContentPart {}

  /**
   * A picture.
   *
   * @param detail {@code low}, {@code high} or {@code auto}, where the caller says
   */
  record Image(MediaSource source, @Nullable String detail, @Nullable CacheHint cacheHint)
      implements ContentPart {}

  /**
   * A sound.
   *
   * @param format e.g. {@code wav} or {@code mp3}, where the caller says
   */
  record Audio(MediaSource source, @Nullable String format, @Nullable CacheHint cacheHint)
      implements ContentPart {}

  /** A video. */
  record Video(MediaSource source, @Nullable CacheHint cacheHint) implements ContentPart {}

  /**
   * A document.
   *
   * @param filename as the caller gave it
   */
  record File(MediaSource source, @Nullable String filename, @Nullable CacheHint cacheHint)
      implements ContentPart {}

  /**
   * Reasoning that the model gave earlier and that must come back unchanged.
   *
   * @param text readable text, or the data where the kind is encrypted
   * @param signature the provider's seal over the block
   * @param id the provider's id of the block
   * @param format the issuer's format name
   */
  record Reasoning(
      ReasoningKind kind,
      String text,
      @Nullable String signature,
      @Nullable String id,
      @Nullable String format)
      implements ContentPart {
    @Override
    public @Nullable CacheHint cacheHint() {
      return null;
    }
  }

  /** A refusal that the model gave earlier. */
  record Refusal(String text) implements ContentPart {
    @Override
    public @Nullable CacheHint cacheHint() {
      return null;
    }
  }

  /**
   * A call that the model made.
   *
   * @param id unique in the conversation
   * @param arguments the arguments as the model wrote them, normally the text of a JSON object
   * @param signature a provider's seal that must come back with the call
   */
  record ToolCall(
      String id,
      String name,
      String arguments,
      @Nullable String signature,
      @Nullable CacheHint cacheHint)
      implements ContentPart {}

  /**
   * A part of one dialect without a canonical form. Sent to endpoints of the same dialect as it is,
   * and reported as dropped to others.
   *
   * @param json the raw JSON object
   */
  record Opaque(String dialect, String json) implements ContentPart {
    @Override
    public @Nullable CacheHint cacheHint() {
      return null;
    }
  }

  /** Plain text without a cache hint. */
  static ContentPart text(String text) {
    return new Text(text, null);
  }
}
