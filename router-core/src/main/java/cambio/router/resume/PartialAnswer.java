package cambio.router.resume;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import org.jspecify.annotations.Nullable;

/**
 * An answer as far as its caller has seen it, kept while it could still be carried on: that is as
 * long as it is plain text of one choice. Belongs to one call.
 */
public final class PartialAnswer {

  /** What is longer than this is not kept, so that long streams do not hold memory. */
  static final int LONGEST_CHARS = 1 << 20;

  private final StringBuilder text = new StringBuilder();
  private @Nullable String objection;
  private int deltas;
  private int reportedTokens;

  /** Takes an event that the caller was shown. */
  public void accept(GenerationEvent event) {
    if (objection != null) {
      return;
    }
    switch (event) {
      case ContentDelta delta -> add(delta);
      case UsageReported report -> reportedTokens = report.usage().outputTokens();
      case Started started -> {}
      case FilterReported report -> {}
      case ToolCallDelta call -> object("a tool call had begun");
      case ReasoningDelta reasoning -> object("reasoning was in play");
      case RefusalDelta refusal -> object("it was a refusal");
      case MediaDelta media -> object("it was not only text");
      case AnnotationAdded annotation -> object("it had annotations");
      case LogprobsReported logprobs -> object("it had log probabilities");
      case Embedded embedded -> object("it is no text");
      case Opaque opaque -> object("it had parts of one dialect only");
      case Finished finished -> object("it had finished");
    }
  }

  private void add(ContentDelta delta) {
    if (delta.choice() != 0) {
      object("it had several choices");
    } else if (text.length() + delta.text().length() > LONGEST_CHARS) {
      object("it was longer than " + LONGEST_CHARS + " characters");
    } else {
      text.append(delta.text());
      deltas++;
    }
  }

  private void object(String reason) {
    objection = reason;
    text.setLength(0);
    text.trimToSize();
  }

  /** Why it cannot be carried on; null where it can. */
  public @Nullable String objection() {
    return objection;
  }

  /** All its text; empty where there is an objection. */
  public String text() {
    return text.toString();
  }

  /**
   * The least number of tokens that it can have taken, as far as is known: the provider's count, or
   * its pieces, of which none is less than a token.
   */
  int leastTokens() {
    return Math.max(reportedTokens, deltas);
  }

  /** Where it stands now. */
  public Seam seam() {
    return Seam.after(text);
  }
}
