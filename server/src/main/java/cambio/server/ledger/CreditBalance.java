package cambio.server.ledger;

import cambio.router.money.Money;

/**
 * What an organisation has, by the book.
 *
 * @param credits ever granted: purchases less their fee, refunds and adjustments
 * @param usage ever used, fees on usage included
 */
public record CreditBalance(Money credits, Money usage) {

  /** Credits less usage; negative where more was used than was granted. */
  public Money balance() {
    return credits.minus(usage);
  }
}
