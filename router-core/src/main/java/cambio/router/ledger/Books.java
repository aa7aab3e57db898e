package cambio.router.ledger;

import cambio.router.money.Money;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Balances as the fold of entries. Not safe for several threads at once. */
public final class Books {

  private final Map<String, EnumMap<Account, Money>> accounts = new TreeMap<>();

  /**
   * Posts an entry.
   *
   * @throws ArithmeticException where an account leaves the range of {@link Money}; nothing of the
   *     entry is posted then
   */
  public void post(LedgerEntry entry) {
    EnumMap<Account, Money> of =
        accounts.computeIfAbsent(entry.organization(), name -> new EnumMap<>(Account.class));
    EnumMap<Account, Money> after = new EnumMap<>(of);
    for (Posting posting : entry.postings()) {
      after.merge(posting.account(), posting.amount(), Money::plus);
    }
    of.putAll(after);
  }

  /** What stands on an account. */
  public Money account(String organization, Account account) {
    EnumMap<Account, Money> of = accounts.get(organization);
    return of == null ? Money.ZERO : of.getOrDefault(account, Money.ZERO);
  }

  /** What an organisation has: its credit, less what it used beyond. */
  public Money balance(String organization) {
    return Money.ZERO
        .minus(account(organization, Account.CREDIT))
        .minus(account(organization, Account.OVERDRAFT));
  }

  /** All accounts together, over all organisations: zero, or money was made or lost. */
  public Money total() {
    Money total = Money.ZERO;
    for (EnumMap<Account, Money> of : accounts.values()) {
      for (Money amount : of.values()) {
        total = total.plus(amount);
      }
    }
    return total;
  }

  /** Each organisation's accounts, for comparing. */
  public Map<String, Map<Account, Money>> accounts() {
    Map<String, Map<Account, Money>> copy = new TreeMap<>();
    accounts.forEach((organization, of) -> copy.put(organization, Map.copyOf(of)));
    return copy;
  }
}
