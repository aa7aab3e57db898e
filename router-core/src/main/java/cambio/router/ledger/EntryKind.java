package cambio.router.ledger;

import java.util.List;

/** What an entry is about, and which accounts it may post to: each once at most, in this order. */
public enum EntryKind {
  /** Credit was added. */
  CREDIT(Account.CASH, Account.CREDIT, Account.FEE),
  /** A generation was settled. */
  GENERATION(Account.CREDIT, Account.OVERDRAFT, Account.USAGE, Account.FEE),
  /** Credit was given back for what had been used. */
  REFUND(Account.USAGE, Account.FEE, Account.CREDIT),
  /** The operator corrected something. */
  ADJUSTMENT(Account.ADJUSTMENT, Account.CREDIT);

  private final List<Account> accounts;

  EntryKind(Account... accounts) {
    this.accounts = List.of(accounts);
  }

  /** The accounts, in the order in which an entry's postings stand and are hashed. */
  public List<Account> accounts() {
    return accounts;
  }
}
