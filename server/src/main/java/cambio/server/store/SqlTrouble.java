package cambio.server.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a database that is away from a statement that is wrong. */
final class SqlTrouble {

  private SqlTrouble() {}

  /** The outage among the causes of a failure, or null. */
  static @Nullable SQLException outage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isOutage(sql)) {
        return sql;
      }
    }
    return null;
  }

  /**
   * Whether the same statement may well succeed later: the database is away, full, locked or out of
   * connections. Else the statement or its values are at fault, and it would fail again.
   */
  static boolean isOutage(SQLException e) {
    if (e instanceof SQLiteException sqlite) {
      return switch (primary(sqlite.getResultCode())) {
        case SQLITE_BUSY,
            SQLITE_LOCKED,
            SQLITE_NOMEM,
            SQLITE_READONLY,
            SQLITE_INTERRUPT,
            SQLITE_IOERR,
            SQLITE_CORRUPT,
            SQLITE_FULL,
            SQLITE_CANTOPEN,
            SQLITE_PROTOCOL,
            SQLITE_NOTADB ->
            true;
        default -> false;
      };
    }
    return e instanceof SQLTransientException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLTimeoutException
        || isOutage(e.getSQLState());
  }

  /**
   * SQLSTATE classes of the standard and of PostgreSQL's appendix A: 08 connection, 25006 read-only
   * (a standby), 40 rolled back (deadlock, serialization), 53 resources, 57 operator intervention,
   * 58 system error, XX internal error.
   */
  private static boolean isOutage(@Nullable String state) {
    return state == null
        || state.startsWith("08")
        || state.equals("25006")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58")
        || state.startsWith("XX");
  }

  /** An extended result code carries its primary one in the low byte. */
  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }
}
