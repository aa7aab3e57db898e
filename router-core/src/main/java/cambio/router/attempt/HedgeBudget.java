package cambio.router.attempt;

/**
 * How many second attempts all requests together may start beside slow ones: a twentieth of the
 * requests, so that a provider that slows down for everybody does not double its own load and the
 * others'. Immutable: each method gives the next state, and the server swaps it. A hedge's token is
 * spent whether it wins or not, for both attempts are paid for.
 *
 * @param milliTokens thousandths of a token at hand
 */
public record HedgeBudget(int milliTokens) {

  /** What a budget begins with, and the most that can be saved. */
  public static final int MOST_TOKENS = 10;

  private static final int TOKEN = 1_000;
  private static final int EARNED_PER_REQUEST = 50;

  public HedgeBudget {
    if (milliTokens < 0) {
      throw new IllegalArgumentException("milliTokens: " + milliTokens + " (expected: >= 0)");
    }
  }

  /** The budget of a router that starts. */
  public static HedgeBudget standard() {
    return new HedgeBudget(MOST_TOKENS * TOKEN);
  }

  /** A request begins that may be hedged. */
  public HedgeBudget requested() {
    return new HedgeBudget(Math.min(milliTokens + EARNED_PER_REQUEST, MOST_TOKENS * TOKEN));
  }

  /** Whether a second attempt can be paid for. */
  public boolean allowsHedge() {
    return milliTokens >= TOKEN;
  }

  /** A second attempt begins; call only where {@link #allowsHedge}. */
  public HedgeBudget hedged() {
    if (!allowsHedge()) {
      throw new IllegalStateException(
          "milliTokens: " + milliTokens + " (expected: >= " + TOKEN + ")");
    }
    return new HedgeBudget(milliTokens - TOKEN);
  }
}
