package cambio.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column and how its value is taken from a row: a text, a whole number or null.
 *
 * @param <R> the row
 */
record Column<R>(String name, Function<R, @Nullable Object> value) {

  /** The insert of rows with these columns; what is there already stays. */
  static <R> String insert(String table, List<Column<R>> columns) {
    return "insert into "
        + table
        + " ("
        + columns.stream().map(Column::name).collect(Collectors.joining(", "))
        + ") values ("
        + columns.stream().map(column -> "?").collect(Collectors.joining(", "))
        + ") on conflict do nothing";
  }

  /** Adds a row to the statement's batch. */
  static <R> void add(PreparedStatement statement, List<Column<R>> columns, R row)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      Object value = columns.get(i).value().apply(row);
      statement.setObject(i + 1, value instanceof String text ? storable(text) : value);
    }
    statement.addBatch();
  }

  /** PostgreSQL takes no NUL in a text, and one caller's odd name must not fail a whole group. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  static @Nullable Long micros(@Nullable Duration span) {
    return span == null ? null : span.toNanos() / 1_000;
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static @Nullable String word(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  static int bit(boolean value) {
    return value ? 1 : 0;
  }
}
