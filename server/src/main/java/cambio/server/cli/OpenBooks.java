package cambio.server.cli;

import cambio.server.config.DataSettings;
import cambio.server.store.Database;
import cambio.server.store.JdbcLedger;
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

  @Override
  public void close() {
    database.close();
  }
}
