package cambio.router.quota;

import cambio.router.money.Money;

/**
 * One amount that may be held for a call, and what it is good for.
 *
 * @param amount what is held of each budget
 * @param outputTokens how many tokens of output it pays for, of all choices together, at any of the
 *     candidates that cost no more
 * @param fit when it is taken
 */
public record HoldLevel(Money amount, long outputTokens, Fit fit) {

  /** When a level is taken. */
  public enum Fit {
    /** Wherever it is affordable. */
    AFFORDABLE,
    /**
     * Wherever it is affordable; and where it would be once what others hold is given back, that is
     * waited for.
     */
    WORTH_WAITING,
    /**
     * Where it leaves three quarters of what is free to others; no slice of a pool is asked for it.
     */
    MODEST
  }
}
