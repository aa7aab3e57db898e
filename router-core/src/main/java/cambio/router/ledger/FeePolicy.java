package cambio.router.ledger;

import cambio.router.money.Money;
import java.math.BigDecimal;

/**
 * The operator's fee: taken once, when credit is bought or when it is used, never at both.
 *
 * @param basis what it is taken of
 * @param partsPerMillion how much of it, 0 to 1,000,000; 5 % is 50,000
 */
public record FeePolicy(Basis basis, int partsPerMillion) {

  /** No fee: what who hosts for himself wants. */
  public static final FeePolicy NONE = new FeePolicy(Basis.PURCHASE, 0);

  private static final int WHOLE = 1_000_000;

  /** What a fee is taken of. */
  public enum Basis {
    /** Of the amount paid for credit; the rest of it becomes credit. */
    PURCHASE,
    /** Of what a generation costs, on top of it. */
    USAGE
  }

  public FeePolicy {
    if (partsPerMillion < 0 || partsPerMillion > WHOLE) {
      throw new IllegalArgumentException(
          "partsPerMillion: " + partsPerMillion + " (expected: 0.." + WHOLE + ")");
    }
  }

  /**
   * Reads a percentage such as {@code 5} or {@code 5.5}.
   *
   * @throws NumberFormatException where it is no number
   * @throws ArithmeticException where it has more than four decimals
   * @throws IllegalArgumentException where it is not within 0 to 100
   */
  public static FeePolicy percent(Basis basis, String percent) {
    BigDecimal parts = new BigDecimal(percent).movePointRight(4);
    if (parts.signum() < 0 || parts.compareTo(BigDecimal.valueOf(WHOLE)) > 0) {
      throw new IllegalArgumentException("percent: " + percent + " (expected: 0..100)");
    }
    return new FeePolicy(basis, parts.intValueExact());
  }

  /** The fee in a payment of this much. */
  public Money ofPurchase(Money paid) {
    return basis == Basis.PURCHASE ? part(paid) : Money.ZERO;
  }

  /** The fee on top of a cost of this much. */
  public Money ofUsage(Money cost) {
    return basis == Basis.USAGE ? part(cost) : Money.ZERO;
  }

  /** Rounded half up to the nano-USD. Cannot overflow: it is at most the amount. */
  private Money part(Money amount) {
    if (amount.nanos() < 0) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: >= 0)");
    }
    long whole = amount.nanos() / WHOLE * partsPerMillion;
    long rest = amount.nanos() % WHOLE * partsPerMillion;
    return new Money(whole + (rest + WHOLE / 2) / WHOLE);
  }
}
