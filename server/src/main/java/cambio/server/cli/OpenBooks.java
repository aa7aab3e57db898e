package cambio.server.cli;

import cambio.router.ledger.Account;
import cambio.router.ledger.LedgerEntry;
import cambio.router.money.Money;
import cambio.server.config.DataSettings;
import cambio.server.ledger.RecordedEntry;
import cambio.server.store.Database;
import cambio.server.store.JdbcLedger;
import java.io.PrintWriter;
import java.nio.file.Files;

/** The configured database and its book, for one command. */
record OpenBooks(Database database, JdbcLedger ledger) implements AutoCloseable {

  /**
   * Opens them.
   *
   * @throws CommandFailure where there is nothing yet, unless that is to be made
   */
  static OpenBooks open(DataSettings data, boolean make) {
    if (!make && data.postgres() == null && !Files.exists(data.database())) {
      throw new CommandFailure(
          "There is no "
              + data.database()
              + " yet: `cambio serve` or `cambio credits add` makes it.");
    }
    try {
      Database database = Database.open(data);
      return new OpenBooks(database, new JdbcLedger(database, () -> 0));
    } catch (IllegalStateException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  /** Says what an entry did to the balance of its organisation, and what that is now. */
  void print(RecordedEntry recorded, PrintWriter out) {
    LedgerEntry entry = recorded.entry();
    Money fee = Money.ZERO.minus(entry.to(Account.FEE));
    out.println(
        "Entry "
            + recorded.sequence()
            + ": "
            + entry.balanceChange()
            + " USD of credit for "
            + entry.organization()
            + (fee.nanos() > 0 ? ", after a fee of " + fee + " USD." : "."));
    out.println("Balance: " + ledger.balance(entry.organization()).balance() + " USD.");
  }

  @Override
  public void close() {
    database.close();
  }
}
