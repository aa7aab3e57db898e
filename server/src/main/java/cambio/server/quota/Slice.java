package cambio.server.quota;

import cambio.router.money.Money;

/**
 * What a root was given of a wider root's budget, from the window's start on: a sum, not a step, so
 * that it can be told again and again without being added twice.
 *
 * @param granted how much
 * @param sequence which version of the sum it is; only a higher one replaces it
 */
public record Slice(Money granted, long sequence) {

  /** Nothing was given yet. */
  public static final Slice NONE = new Slice(Money.ZERO, 0);
}
