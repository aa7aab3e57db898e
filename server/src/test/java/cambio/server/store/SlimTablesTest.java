package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.TransactionMode;

/** A database of before V30 keeps its rows and its guards. */
class SlimTablesTest {

  private static final List<String> TABLES =
      List.of(
          "generation",
          "attempt",
          "ledger_entry",
          "ledger_posting",
          "ledger_balance",
          "ledger_spend");

  @TempDir Path directory;

  @Test
  void rowsOfBeforeAreKept() throws Exception {
    Path full = directory.resolve("full.db");
    try (Database database = Database.sqlite(full)) {
      JdbcGenerationStore store = JdbcGenerationStore.open(database);
      for (int i = 1; i <= 7; i++) {
        store.append(GenerationRows.full(i)).toCompletableFuture().get(120, TimeUnit.SECONDS);
      }
      store.close();
    }
    Path old = directory.resolve("old.db");
    DataSource source = SqliteDatabase.source(old, TransactionMode.DEFERRED);
    migrateTo(source, "20");
    copy(source, full);

    try (Database database = Database.sqlite(old)) {
      assertThat(
              count(
                  database, "sqlite_master where tbl_name = 'ledger_posting' and type = 'trigger'"))
          .isEqualTo(3);
      JdbcGenerationStore store = JdbcGenerationStore.open(database);
      store.append(GenerationRows.full(8)).toCompletableFuture().get(120, TimeUnit.SECONDS);
      for (int i = 1; i <= 8; i++) {
        assertThat(store.find(GenerationRows.id(i)))
            .usingRecursiveComparison()
            .ignoringFields("category") // of V32
            .isEqualTo(GenerationRows.full(i));
      }
      assertThat(new JdbcLedger(database, () -> 0L).verify().findings()).isEmpty();
      store.close();
    }
  }

  private static void migrateTo(DataSource source, String version) {
    String folder = "classpath:cambio/server/store/migration/";
    Flyway.configure()
        .dataSource(source)
        .locations(folder + "common", folder + "sqlite")
        .target(version)
        .load()
        .migrate();
  }

  private static void copy(DataSource source, Path from) throws Exception {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("attach '" + from + "' as full");
      for (String table : TABLES) {
        String columns = columns(statement, table);
        statement.execute(
            "insert into %s (%s) select %s from full.%s".formatted(table, columns, columns, table));
      }
    }
  }

  private static String columns(Statement statement, String table) throws Exception {
    try (var row =
        statement.executeQuery(
            "select group_concat(name) from pragma_table_info('" + table + "')")) {
      row.next();
      return row.getString(1);
    }
  }

  private static long count(Database database, String rows) {
    return database.read(
        handle -> handle.createQuery("select count(*) from " + rows).mapTo(Long.class).one());
  }
}
