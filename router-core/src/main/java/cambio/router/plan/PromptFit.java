package cambio.router.plan;

import cambio.router.catalog.Model;

/**
 * Whether a prompt fits into the room that an endpoint leaves for it. The estimate by bytes decides
 * where it is clear: a prompt has at most three times and at least a quarter of the tokens that it
 * is estimated at. In between it is counted; and what is doubtful even then is tried.
 *
 * @param tokens what the prompt is taken to have
 * @param counted whether it was counted
 */
record PromptFit(boolean fits, int tokens, boolean counted) {

  /** The family whose tokens the measure counts, as catalogues name it. */
  private static final String COUNTED_FAMILY = "GPT";

  private static final int MOST_TIMES = 3;
  private static final int LEAST_PART = 4;

  /** By how many percent a count of tokens of the same family may be too high. */
  private static final int OWN_MARGIN = 10;

  /** The same for other families, whose tokens are others. */
  private static final int OTHER_MARGIN = 20;

  static PromptFit of(RequestTraits traits, long room, Model model) {
    int estimate = traits.estimatedInputTokens();
    if ((long) estimate * MOST_TIMES <= room) {
      return new PromptFit(true, estimate, false);
    }
    int tokens = estimate / LEAST_PART > room ? PromptMeasure.UNKNOWN : traits.measure().tokens();
    if (tokens == PromptMeasure.UNKNOWN) {
      return new PromptFit(traits.leastInputTokens() <= room, estimate, false);
    }
    int margin = COUNTED_FAMILY.equals(model.tokenizer()) ? OWN_MARGIN : OTHER_MARGIN;
    return new PromptFit((long) tokens * (100 - margin) / 100 <= room, tokens, true);
  }
}
