package cambio.router.attempt;

/**
 * How many further attempts all requests together may make. Immutable: each method gives the next
 * state, and the server swaps it.
 *
 * <p>Tokens as in gRPC's A6, with one change. There a failure costs a token and a success earns a
 * part of one, so that one dead endpoint among healthy ones would use the budget up although every
 * fail-over works. Here a retry takes a token and its success gives it back; a request earns a
 * tenth of a token. So a fail-over that works is free, and where everything fails the calls of any
 * ten seconds stay under 1.2 times the requests: a tenth is earned, and a tenth is the most that
 * can be saved, which is a second's worth of requests (at least {@value #LEAST_TOKENS}, for routers
 * with little to do).
 *
 * @param milliTokens thousandths of a token at hand
 * @param requestsPerSecond the pace of requests, the past fading over five seconds
 * @param atMillis when the pace was computed
 */
public record RetryBudget(long milliTokens, double requestsPerSecond, long atMillis) {

  /** What a budget begins with, and the least that can be saved. */
  public static final int LEAST_TOKENS = 50;

  private static final int TOKEN = 1_000;
  private static final int EARNED_PER_REQUEST = 100;
  private static final double FADING_MILLIS = 5_000;

  public RetryBudget {
    if (milliTokens < 0) {
      throw new IllegalArgumentException("milliTokens: " + milliTokens + " (expected: >= 0)");
    }
  }

  /** The budget of a router that starts. */
  public static RetryBudget standard() {
    return new RetryBudget((long) LEAST_TOKENS * TOKEN, 0, 0);
  }

  /** A request begins. */
  public RetryBudget requested(long nowMillis) {
    double age = Math.max(0, nowMillis - atMillis);
    double pace = requestsPerSecond * Math.exp(-age / FADING_MILLIS) + 1_000 / FADING_MILLIS;
    return new RetryBudget(capped(milliTokens + EARNED_PER_REQUEST, pace), pace, nowMillis);
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
    return new RetryBudget(milliTokens - TOKEN, requestsPerSecond, atMillis);
  }

  /** A further attempt worked. */
  public RetryBudget retrySucceeded() {
    long more = capped(milliTokens + TOKEN, requestsPerSecond);
    return new RetryBudget(more, requestsPerSecond, atMillis);
  }

  /**
   * A further attempt met a rate limit. It gives its token back: such an answer is cheap for the
   * provider, says that the endpoint is alive, and cools it for the attempts that follow.
   */
  public RetryBudget retryRateLimited() {
    return retrySucceeded();
  }

  private static long capped(long tokens, double pace) {
    return Math.min(tokens, Math.max((long) LEAST_TOKENS * TOKEN, (long) (pace * TOKEN)));
  }
}
