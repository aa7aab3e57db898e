package cambio.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads columns of a row whose names have a prefix in common, as in a join. */
record TenantRow(ResultSet row, String prefix) {

  String text(String column) throws SQLException {
    return row.getString(prefix + column);
  }

  boolean flag(String column) throws SQLException {
    return row.getInt(prefix + column) != 0;
  }

  int integer(String column) throws SQLException {
    return row.getInt(prefix + column);
  }

  long number(String column) throws SQLException {
    return row.getLong(prefix + column);
  }

  @Nullable Long maybeNumber(String column) throws SQLException {
    long value = row.getLong(prefix + column);
    return row.wasNull() ? null : value;
  }

  Instant instant(String column) throws SQLException {
    return Instant.EPOCH.plus(number(column), ChronoUnit.MICROS);
  }

  @Nullable Instant maybeInstant(String column) throws SQLException {
    Long micros = maybeNumber(column);
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  <E extends Enum<E>> E word(Class<E> type, String column) throws SQLException {
    return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
  }
}
