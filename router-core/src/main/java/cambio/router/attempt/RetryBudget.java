package cambio.router.attempt;

/**
 * How many further attempts all requests together may make. Immutable: each method gives the next
 * state, and the server swaps it.
 *
 * <p>Tokens as in gRPC's A6, with one change. There a failure costs a token and a success earns a
 * part of one, so that one dead endpoint among healthy ones would use the budget up although every
 * fail-over works. Here a retry takes a token and its success gives it back; a request earns a
 * tenth of a token. So a fail-over that works is free, and where everything fails the calls stay
 * under 1.1 times the requests plus the initial reserve.
 *
 * @param milliTokens thousandths of a token at hand
 * @param maxMilliTokens the most that can be saved, and the reserve to begin with
 */
public record RetryBudget(int milliTokens, int maxMilliTokens) {

  private static final int TOKEN = 1_000;
  private static final int EARNED_PER_REQUEST = 100;

  public RetryBudget {
    if (maxMilliTokens < 0 || milliTokens < 0 || milliTokens > maxMilliTokens) {
      throw new IllegalArgumentException(
          "milliTokens: " + milliTokens + " (expected: 0.." + maxMilliTokens + ")");
    }
  }

  /** A full budget of 100 tokens. */
  public static RetryBudget standard() {
    return full(100);
  }

  /** A full budget of this many tokens. */
  public static RetryBudget full(int tokens) {
    int all = Math.multiplyExact(tokens, TOKEN);
    return new RetryBudget(all, all);
  }

  /** A request begins. */
  public RetryBudget requested() {
    return plus(EARNED_PER_REQUEST);
  }

  /** Whether a further attempt can be paid for. */
  public boolean allowsRetry() {
    return milliTokens >= TOKEN;
  }

  /** A further attempt begins; call only where {@link #allowsRetry}. */
  public RetryBudget retried() {
    if (!allowsRetry()) {
      throw new IllegalStateException(
          "milliTokens: " + milliTokens + " (expected: >= " + TOKEN + ")");
    }
    return new RetryBudget(milliTokens - TOKEN, maxMilliTokens);
  }

  /** A further attempt worked. */
  public RetryBudget retrySucceeded() {
    return plus(TOKEN);
  }

  private RetryBudget plus(int more) {
    return new RetryBudget(Math.min(maxMilliTokens, milliTokens + more), maxMilliTokens);
  }
}
