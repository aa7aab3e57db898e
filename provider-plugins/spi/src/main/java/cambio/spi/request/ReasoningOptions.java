package cambio.spi.request;

import org.jspecify.annotations.Nullable;

/**
 * How the model is to reason. Effort and budget exclude one another.
 *
 * @param effort null where the caller does not say
 * @param maxTokens the budget in tokens, over 0; null where the caller does not say
 * @param enabled whether to reason at all; null where the caller does not say
 * @param exclude whether the reasoning is kept from the answer
 * @param summary the summary's style ({@code auto}, {@code concise}, {@code detailed}) where asked
 *     for
 */
public record ReasoningOptions(
    @Nullable ReasoningEffort effort,
    @Nullable Integer maxTokens,
    @Nullable Boolean enabled,
    boolean exclude,
    @Nullable String summary) {

  public ReasoningOptions {
    if (effort != null && maxTokens != null) {
      throw new IllegalArgumentException("effort and maxTokens exclude one another");
    }
  }

  /** Reasoning of this effort. */
  public static ReasoningOptions effort(ReasoningEffort effort) {
    return new ReasoningOptions(effort, null, null, false, null);
  }

  /** Reasoning within this many tokens. */
  public static ReasoningOptions budget(int maxTokens) {
    return new ReasoningOptions(null, maxTokens, null, false, null);
  }
}
