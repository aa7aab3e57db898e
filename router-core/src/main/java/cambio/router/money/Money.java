package cambio.router.money;

import java.math.BigDecimal;

/**
 * An amount in US dollars.
 *
 * @param nanos nano-USD (10⁻⁹ USD); may be negative for a debt
 */
public record Money(long nanos) implements Comparable<Money> {

  /** Nothing. */
  public static final Money ZERO = new Money(0);

  /**
   * Reads a plain decimal of USD, such as {@code 0.00015}.
   *
   * @throws NumberFormatException where the text is no number
   * @throws ArithmeticException where it is finer than a nano-USD or out of range
   */
  public static Money parse(String usd) {
    return new Money(new BigDecimal(usd).movePointRight(9).longValueExact());
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException on overflow
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(nanos, other.nanos));
  }

  /**
   * The difference.
   *
   * @throws ArithmeticException on overflow
   */
  public Money minus(Money other) {
    return new Money(Math.subtractExact(nanos, other.nanos));
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, other.nanos);
  }

  /** Plain decimal USD without an exponent and without trailing zeros: {@code 0.00015}. */
  @Override
  public String toString() {
    return nanos == 0 ? "0" : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }
}
