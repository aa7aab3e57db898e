package cambio.dialect.gemini;

import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;
import org.jspecify.annotations.Nullable;

/**
 * Thought signatures in canonical terms. The signature of a call is the call's own, that of a
 * thought is the reasoning's own. The signature of a text (or of media) becomes encrypted reasoning
 * of {@link #FORMAT} right after it, and goes back to the part before it, or to the next one where
 * a caller put reasoning first.
 */
final class Seals {

  /** The format under which this dialect's reasoning is known elsewhere. */
  static final String FORMAT = "google-gemini-v1";

  /** Sent in place of a signature where a call came from another model, as Google documents it. */
  static final String SKIP = "skip_thought_signature_validator";

  private Seals() {}

  /** Whether the reasoning is of this dialect. */
  static boolean own(ContentPart.Reasoning reasoning) {
    return FORMAT.equals(reasoning.format());
  }

  /** The signature that the reasoning is all about; null where it has text of its own. */
  static @Nullable String bare(ContentPart.Reasoning reasoning) {
    if (reasoning.kind() == ReasoningKind.ENCRYPTED) {
      return reasoning.text();
    }
    return reasoning.text().isEmpty() ? reasoning.signature() : null;
  }
}
