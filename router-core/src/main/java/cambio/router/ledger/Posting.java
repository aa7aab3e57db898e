package cambio.router.ledger;

import cambio.router.money.Money;

/**
 * One line of an entry.
 *
 * @param amount positive for a debit of the account, negative for a credit; never 0
 */
public record Posting(Account account, Money amount) {

  public Posting {
    if (amount.nanos() == 0) {
      throw new IllegalArgumentException("amount: 0 (expected: a debit or a credit)");
    }
  }

  static Posting debit(Account account, Money amount) {
    return new Posting(account, amount);
  }

  static Posting credit(Account account, Money amount) {
    return new Posting(account, Money.ZERO.minus(amount));
  }
}
