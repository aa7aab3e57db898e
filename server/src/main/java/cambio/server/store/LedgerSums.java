package cambio.server.store;

import cambio.router.ledger.Account;
import cambio.router.ledger.LedgerAudit;
import cambio.router.ledger.LedgerAudit.SpendDay;
import cambio.router.ledger.LedgerEntry;
import cambio.router.ledger.Posting;
import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.util.HashMap;
import java.util.Map;

/** What a group of entries changes in balances and daily sums, added up before it is written. */
final class LedgerSums {

  private static final Scope[] SCOPES = Scope.values();

  private final Map<AccountOf, Money> accounts = new HashMap<>();
  private final Map<SpendDay, Money> spend = new HashMap<>();

  /** An account of an organisation. */
  record AccountOf(String organization, Account account) {}

  void add(LedgerEntry entry) {
    for (Posting posting : entry.postings()) {
      accounts.merge(
          new AccountOf(entry.organization(), posting.account()), posting.amount(), Money::plus);
    }
    Spender spender = entry.spender();
    if (spender == null) {
      return;
    }
    Money total = Money.ZERO.minus(entry.balanceChange());
    long day = LedgerAudit.day(entry.at());
    for (Scope scope : SCOPES) {
      String subject = spender.subject(scope);
      if (subject != null) {
        spend.merge(new SpendDay(scope, subject, day), total, Money::plus);
      }
    }
  }

  Map<AccountOf, Money> accounts() {
    return accounts;
  }

  Map<SpendDay, Money> spend() {
    return spend;
  }
}
