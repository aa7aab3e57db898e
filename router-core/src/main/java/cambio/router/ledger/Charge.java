package cambio.router.ledger;

import cambio.router.money.Money;

/**
 * What a generation is charged.
 *
 * @param cost at the price fixed when it was planned
 * @param fee on top, where fees are taken on usage
 * @param prepaid whether its organisation may use only what it has been granted, so that anything
 *     beyond is an overdraft
 */
public record Charge(Money cost, Money fee, boolean prepaid) {

  public Charge {
    if (cost.nanos() < 0 || fee.nanos() < 0) {
      throw new IllegalArgumentException(
          "cost: " + cost + ", fee: " + fee + " (expected: both >= 0)");
    }
  }

  /** A charge under a fee policy. */
  public static Charge of(Money cost, FeePolicy fees, boolean prepaid) {
    return new Charge(cost, fees.ofUsage(cost), prepaid);
  }

  /**
   * Cost and fee together.
   *
   * @throws ArithmeticException on overflow
   */
  public Money total() {
    return cost.plus(fee);
  }

  /**
   * The part of it that a balance does not cover; nothing where the organisation is not prepaid.
   */
  public Money overdraft(Money balance) {
    if (!prepaid) {
      return Money.ZERO;
    }
    Money covered = balance.compareTo(Money.ZERO) > 0 ? balance : Money.ZERO;
    Money total = total();
    return total.compareTo(covered) > 0 ? total.minus(covered) : Money.ZERO;
  }
}
