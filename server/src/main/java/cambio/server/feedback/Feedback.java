package cambio.server.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An opinion of an answer.
 *
 * @param generationId the answer's
 * @param keyId whose opinion it is; a second one of the same key replaces the first
 * @param organization the key's
 * @param model that answered; null where none did
 * @param category the task that the answer was for; null where it was not classified
 * @param score in thousandths, -1000 (bad) to 1000 (good); null where not said
 * @param complaint what was wrong, in the contract's words, e.g. {@code formatting}; null for
 *     nothing in particular
 * @param comment in words, at most {@link #COMMENT_MAX} characters; empty for none. It may quote
 *     the answer, so it is never logged
 * @param at when it was said
 */
public record Feedback(
    String generationId,
    String keyId,
    String organization,
    @Nullable String model,
    @Nullable String category,
    @Nullable Integer score,
    @Nullable String complaint,
    String comment,
    Instant at) {

  /** The longest comment, in characters. */
  public static final int COMMENT_MAX = 2_000;

  /** The best score; the worst is its negative. */
  public static final int BEST = 1_000;

  @Override
  public String toString() {
    return "Feedback[" + generationId + ", score=" + score + ", complaint=" + complaint + "]";
  }
}
