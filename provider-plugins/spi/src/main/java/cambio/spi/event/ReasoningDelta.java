package cambio.spi.event;

import cambio.spi.request.ReasoningKind;
import org.jspecify.annotations.Nullable;

/**
 * More of the model's reasoning. Deltas of one {@code index} belong to one block.
 *
 * @param index which reasoning block of the choice, from 0
 * @param text readable text, or the data where the kind is encrypted; may be empty where only a
 *     signature comes
 * @param signature the provider's seal over the block, or a piece of it, to be appended
 * @param id the provider's id of the block
 * @param format the issuer's format name, e.g. {@code anthropic-claude-v1}, where the dialect has
 *     one
 */
public record ReasoningDelta(
    int choice,
    int index,
    ReasoningKind kind,
    String text,
    @Nullable String signature,
    @Nullable String id,
    @Nullable String format)
    implements GenerationEvent {

  /** Plain reasoning text in the first block. */
  public static ReasoningDelta text(int choice, String text) {
    return new ReasoningDelta(choice, 0, ReasoningKind.TEXT, text, null, null, null);
  }

  @Override
  public boolean real() {
    return !text.isEmpty() || signature != null;
  }
}
