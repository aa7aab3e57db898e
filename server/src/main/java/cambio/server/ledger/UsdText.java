package cambio.server.ledger;

import cambio.router.money.Money;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import org.jspecify.annotations.Nullable;

/** Amounts of USD as people and programs write them. */
final class UsdText {

  private static final int LENGTH_MAX = 40;

  private UsdText() {}

  /**
   * An amount over 0, with at most nine decimals.
   *
   * @param field what to name where it is none
   * @throws FailureException of kind INVALID_REQUEST with the field
   */
  static Money positive(String field, String text, Money most) {
    Money amount = plain(text) ? parsed(text) : null;
    if (amount == null || amount.nanos() <= 0 || amount.compareTo(most) > 0) {
      throw new FailureException(
          Failure.invalid(
              field,
              field
                  + ": \""
                  + (text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text)
                  + "\" (expected: a decimal of USD over 0, at most 9 decimals, at most "
                  + most
                  + ")"));
    }
    return amount;
  }

  private static @Nullable Money parsed(String text) {
    try {
      return Money.parse(text);
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /** Digits and one point: no sign, no exponent, which could be of any size. */
  private static boolean plain(String text) {
    return !text.isEmpty()
        && text.length() <= LENGTH_MAX
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }
}
