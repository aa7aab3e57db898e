package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of before V30 and V33, which laid its tables out anew, keeps its rows. */
abstract class MigrationContract {

  /** In an order in which each finds what it refers to. */
  private static final List<String> TABLES =
      List.of(
          "generation",
          "attempt",
          "ledger_entry",
          "ledger_posting",
          "ledger_balance",
          "ledger_spend");

  @TempDir Path directory;

  /** A new, empty database. */
  abstract DataSettings settings(Path dataDirectory) throws Exception;

  /** Connections to it. */
  abstract DataSource source(DataSettings settings);

  /** The folder of its own migrations. */
  abstract String folder();

  @Test
  void rowsOfBeforeAreKept() throws Exception {
    DataSettings now = settings(directory.resolve("now"));
    append(now, 1, 7);
    DataSettings before = settings(directory.resolve("before"));
    migrateTo(source(before), "20");
    copy(source(now), source(before));

    append(before, 8, 8);
    try (Database database = Database.open(before)) {
      JdbcGenerationStore store = JdbcGenerationStore.open(database);
      for (int i = 1; i <= 8; i++) {
        assertThat(store.find(GenerationRows.id(i)))
            .usingRecursiveComparison()
            .ignoringFields("category") // of V32
            .isEqualTo(GenerationRows.full(i));
      }
      // Every hash of before covers its postings, and still holds.
      assertThat(new JdbcLedger(database, () -> 0L).verify().findings()).isEmpty();
      assertThat(new JdbcLedger(database, () -> 0L).verify().entries()).isEqualTo(8);
      store.close();
    }
  }

  private static void append(DataSettings settings, int from, int to) throws Exception {
    try (Database database = Database.open(settings)) {
      JdbcGenerationStore store = JdbcGenerationStore.open(database);
      for (int i = from; i <= to; i++) {
        store.append(GenerationRows.full(i)).toCompletableFuture().get(120, TimeUnit.SECONDS);
      }
      store.close();
    }
  }

  private void migrateTo(DataSource source, String version) {
    String folder = "classpath:cambio/server/store/migration/";
    Flyway.configure()
        .dataSource(source)
        .locations(folder + "common", folder + folder())
        .target(version)
        .load()
        .migrate();
  }

  private static void copy(DataSource from, DataSource to) throws Exception {
    try (Connection now = from.getConnection();
        Connection before = to.getConnection()) {
      for (String table : TABLES) {
        Set<String> columns = columns(now, table);
        columns.retainAll(columns(before, table));
        copy(now, before, table, columns);
      }
    }
  }

  private static void copy(Connection now, Connection before, String table, Set<String> columns)
      throws SQLException {
    String names = String.join(", ", columns);
    String marks = String.join(", ", columns.stream().map(column -> "?").toList());
    try (Statement statement = now.createStatement();
        ResultSet row = statement.executeQuery("select " + names + " from " + table);
        PreparedStatement insert =
            before.prepareStatement(
                "insert into " + table + " (" + names + ") values (" + marks + ")")) {
      while (row.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          insert.setObject(i, row.getObject(i));
        }
        insert.executeUpdate();
      }
    }
  }

  private static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> columns = new LinkedHashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from " + table + " where 1 = 0")) {
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        columns.add(row.getMetaData().getColumnName(i));
      }
    }
    return columns;
  }
}
