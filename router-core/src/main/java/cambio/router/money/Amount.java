package cambio.router.money;

import java.util.List;

/** A part of a cost before rounding: whole nano-USD, and what is over in 10⁻¹⁵ USD. */
final class Amount {

  /** 10⁻¹⁵ USD in a nano-USD. */
  private static final long FINE = 1_000_000;

  private long nanos;
  private long fine;

  /**
   * Adds tokens at a rate.
   *
   * @throws ArithmeticException where the sum is over the range of {@link Money}
   */
  Amount add(int tokens, long nanosPerMillion) {
    // Split so that only the result can overflow: the rate is whole times FINE plus a rest, and the
    // rest times any count of tokens stays far below 2^63.
    long overNanos = nanosPerMillion % FINE * tokens + fine;
    long whole = Math.multiplyExact(nanosPerMillion / FINE, (long) tokens);
    nanos = Math.addExact(nanos, Math.addExact(whole, overNanos / FINE));
    fine = overNanos % FINE;
    return this;
  }

  /**
   * Adds pieces at a price each.
   *
   * @throws ArithmeticException where the sum is over the range of {@link Money}
   */
  Amount addWhole(int pieces, long nanosEach) {
    nanos = Math.addExact(nanos, Math.multiplyExact(nanosEach, (long) pieces));
    return this;
  }

  /** The amount in whole nano-USD; exact only after {@link #round}. */
  Money money() {
    return new Money(nanos);
  }

  /**
   * Rounds the sum once, half up, and the parts so that they sum to it: each keeps its whole
   * nano-USD, and those with the largest remainders get one more.
   *
   * @return the sum
   */
  static Money round(List<Amount> parts) {
    long nanos = 0;
    long fine = 0;
    for (Amount part : parts) {
      nanos = Math.addExact(nanos, part.nanos);
      fine += part.fine;
    }
    // At most as many are given out as parts have a remainder, for the remainders are each below 1.
    long extra = (fine + FINE / 2) / FINE;
    for (long given = 0; given < extra; given++) {
      Amount largest = parts.getFirst();
      for (Amount part : parts) {
        if (part.fine > largest.fine) {
          largest = part;
        }
      }
      largest.nanos = Math.addExact(largest.nanos, 1);
      largest.fine = -1;
    }
    return new Money(Math.addExact(nanos, extra));
  }
}
