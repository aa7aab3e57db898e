package cambio.server.store;

import cambio.server.ledger.Failpoint;
import cambio.server.ledger.Failpoints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes generations and what they are charged, a group in one transaction. Idempotent on the
 * generation's id: what is there already stays, and is not charged again; so a group whose commit
 * was never answered may be written once more. For one thread at a time.
 */
final class SettlementWriter implements AutoCloseable {

  private static final String INSERT_GENERATION = Column.insert("generation", Columns.GENERATION);

  private final Database database;
  private final Failpoints failpoints;
  private @Nullable Open open;

  /** A connection with its statements, prepared once: to prepare them costs as much as to run. */
  private record Open(Connection connection, PreparedStatement generations, LedgerBook book) {}

  SettlementWriter(Database database, Failpoints failpoints) {
    this.database = database;
    this.failpoints = failpoints;
  }

  /**
   * Writes a group, all of it or nothing.
   *
   * @throws OutageException where the database is at fault and not the rows
   */
  void write(List<GenerationRow> group) throws OutageException, SQLException {
    try {
      Open to = open();
      failpoints.at(Failpoint.GROUP_BEGUN);
      Transactions.run(to.connection, () -> insert(to, group));
      failpoints.at(Failpoint.COMMITTED);
    } catch (SQLException | RuntimeException | Error e) {
      // Nothing is kept of a connection that failed: neither batches nor, perhaps, a broken socket.
      close();
      if (e instanceof SQLException sql && SqlTrouble.isOutage(sql)) {
        database.missed();
        throw new OutageException(String.valueOf(sql.getMessage()), sql);
      }
      throw e;
    }
  }

  private Open open() throws SQLException {
    Open current = open;
    if (current == null) {
      current = prepared(database.connection());
      open = current;
    }
    return current;
  }

  private Open prepared(Connection connection) throws SQLException {
    try {
      return new Open(
          connection,
          connection.prepareStatement(INSERT_GENERATION),
          new LedgerBook(connection, database.kind()));
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  private void insert(Open to, List<GenerationRow> group) throws SQLException {
    to.book.lock();
    for (GenerationRow row : group) {
      Column.add(to.generations, Columns.GENERATION, row);
    }
    List<GenerationRow> fresh = fresh(group, to.generations.executeBatch());
    List<EntryDraft> drafts = new ArrayList<>(fresh.size());
    for (GenerationRow row : fresh) {
      EntryDraft draft = EntryDraft.of(row);
      if (draft != null) {
        drafts.add(draft);
      }
    }
    failpoints.at(Failpoint.GENERATIONS_INSERTED);
    to.book.post(drafts);
    failpoints.at(Failpoint.ENTRIES_INSERTED);
  }

  /** Those that were not there before: only they are charged. */
  private static List<GenerationRow> fresh(List<GenerationRow> group, int[] inserted) {
    List<GenerationRow> fresh = new ArrayList<>(group.size());
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] < 0) {
        throw new IllegalStateException("the driver does not say what it inserted");
      }
      if (inserted[i] == 1) {
        fresh.add(group.get(i));
      }
    }
    return fresh;
  }

  @Override
  public void close() {
    Open current = open;
    open = null;
    if (current == null) {
      return;
    }
    try {
      current.connection.close();
    } catch (SQLException e) {
      // It was lost anyway, or holds nothing that was not committed.
    }
  }
}
