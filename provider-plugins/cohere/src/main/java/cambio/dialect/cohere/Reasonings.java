package cambio.dialect.cohere;

import cambio.spi.event.ReasoningDelta;
import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;

/** The two forms of reasoning of this dialect, told apart by their format. */
final class Reasonings {

  /** A block of thoughts within the content. */
  static final String THOUGHT_FORMAT = "cohere-v2-thinking";

  /** The plan that precedes tool calls. */
  static final String PLAN_FORMAT = "cohere-v2-plan";

  private Reasonings() {}

  static ReasoningDelta thought(int ordinal, String text) {
    return new ReasoningDelta(0, ordinal, ReasoningKind.TEXT, text, null, null, THOUGHT_FORMAT);
  }

  static ReasoningDelta plan(int ordinal, String text) {
    return new ReasoningDelta(0, ordinal, ReasoningKind.TEXT, text, null, null, PLAN_FORMAT);
  }

  static boolean isPlan(ContentPart.Reasoning reasoning) {
    return PLAN_FORMAT.equals(reasoning.format());
  }

  /** Whether the dialect takes it back as thoughts: readable and its own, or nobody's. */
  static boolean isThought(ContentPart.Reasoning reasoning) {
    boolean own = reasoning.format() == null || reasoning.format().equals(THOUGHT_FORMAT);
    return own && reasoning.kind() != ReasoningKind.ENCRYPTED && !reasoning.text().isEmpty();
  }
}
