package cambio.wire;

import cambio.spi.request.ReasoningEffort;
import java.util.List;
import java.util.Locale;

/** How efforts and budgets of reasoning stand to one another where a dialect has only one. */
public final class Efforts {

  private Efforts() {}

  /** The effort's word on most wires, e.g. {@code xhigh}. */
  public static String word(ReasoningEffort effort) {
    return effort.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The effort whose share of the output limit is nearest: 0.1 minimal, 0.2 low, 0.5 medium, 0.8
   * high.
   *
   * @param budget tokens for reasoning, over 0
   * @param limit of output tokens, over 0
   */
  public static ReasoningEffort ofBudget(int budget, int limit) {
    long percent = 100L * budget / limit;
    if (percent < 15) {
      return ReasoningEffort.MINIMAL;
    }
    if (percent < 35) {
      return ReasoningEffort.LOW;
    }
    return percent < 65 ? ReasoningEffort.MEDIUM : ReasoningEffort.HIGH;
  }

  /**
   * The allowed effort that is nearest; of two, the lesser. No reasoning at all is only the nearest
   * to itself, if it is allowed.
   *
   * @param allowed words of efforts; where it is empty, any is allowed
   */
  public static ReasoningEffort nearest(ReasoningEffort wanted, List<String> allowed) {
    ReasoningEffort best = wanted;
    int least = Integer.MAX_VALUE;
    for (ReasoningEffort candidate : ReasoningEffort.values()) {
      boolean turnsOff = candidate == ReasoningEffort.NONE && wanted != candidate;
      int distance = Math.abs(candidate.ordinal() - wanted.ordinal());
      if (!turnsOff && distance < least && allowed.contains(word(candidate))) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }
}
