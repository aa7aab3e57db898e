package cambio.router.money;

import java.math.BigDecimal;

/**
 * The price of tokens.
 *
 * @param nanosPerMillion nano-USD per million tokens, at least 0 (10⁻¹⁵ USD a token is one unit)
 */
public record TokenRate(long nanosPerMillion) implements Comparable<TokenRate> {

  /** Free of charge. */
  public static final TokenRate FREE = new TokenRate(0);

  public TokenRate {
    if (nanosPerMillion < 0) {
      throw new IllegalArgumentException(
          "nanosPerMillion: " + nanosPerMillion + " (expected: >= 0)");
    }
  }

  /**
   * Reads USD a token, the catalogue's unit, such as {@code 0.0000025}.
   *
   * @throws NumberFormatException where the text is no number
   * @throws ArithmeticException where it is finer than 10⁻¹⁵ USD a token or out of range
   */
  public static TokenRate perToken(String usd) {
    return new TokenRate(new BigDecimal(usd).movePointRight(15).longValueExact());
  }

  /**
   * Reads USD per million tokens, the unit of {@code max_price}, such as {@code 2.50}.
   *
   * @throws NumberFormatException where the text is no number
   * @throws ArithmeticException where it is finer than a nano-USD per million or out of range
   */
  public static TokenRate perMillion(String usd) {
    return new TokenRate(new BigDecimal(usd).movePointRight(9).longValueExact());
  }

  /** USD a token as a plain decimal. */
  public String usdPerToken() {
    return nanosPerMillion == 0
        ? "0"
        : BigDecimal.valueOf(nanosPerMillion, 15).stripTrailingZeros().toPlainString();
  }

  @Override
  public int compareTo(TokenRate other) {
    return Long.compare(nanosPerMillion, other.nanosPerMillion);
  }

  /** USD per million tokens as a plain decimal. */
  @Override
  public String toString() {
    return nanosPerMillion == 0
        ? "0"
        : BigDecimal.valueOf(nanosPerMillion, 9).stripTrailingZeros().toPlainString();
  }
}
