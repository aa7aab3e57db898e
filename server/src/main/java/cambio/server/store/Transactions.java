package cambio.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work in a transaction of a connection that is otherwise in auto-commit mode. */
final class Transactions {

  private Transactions() {}

  /** Statements on one connection. */
  @FunctionalInterface
  interface Statements {
    void run() throws SQLException;
  }

  /**
   * Runs and commits, or rolls back and throws. Between transactions the connection holds no lock:
   * SQLite's driver would begin the next one, and so lock out every other writer, right after a
   * plain commit; turning auto-commit on commits without that, in PostgreSQL's driver too.
   */
  static void run(Connection connection, Statements statements) throws SQLException {
    connection.setAutoCommit(false);
    try {
      statements.run();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The connection is lost, and the transaction with it.
      cause.addSuppressed(e);
    }
  }
}
