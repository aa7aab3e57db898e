package cambio.server.store;

import cambio.server.auth.OwnerOnly;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens the embedded database: one file, a write-ahead log beside it. */
final class SqliteDatabase {

  private static final int BUSY_MILLIS = 5_000;
  private static final int CONNECTIONS = 4;

  private SqliteDatabase() {}

  static Database open(Path file) {
    // The migrations' own tool holds two connections at once, which may not both want to write.
    DataSource deferred = source(file, TransactionMode.DEFERRED);
    Migrations.migrate(deferred, Database.Kind.SQLITE, file + " (check data.directory)");
    // A transaction that reads first and writes then could not wait for its turn to write.
    DataSource source = source(file, TransactionMode.IMMEDIATE);
    HikariConfig config = new HikariConfig();
    config.setPoolName("cambio-sqlite");
    config.setDataSource(source);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    return new Database(
        Database.Kind.SQLITE, new HikariDataSource(config), source, deferred, DatabaseWatch.none());
  }

  /** Connections to a file, which is made where it does not exist. */
  static DataSource source(Path file, TransactionMode transactions) {
    try {
      OwnerOnly.makeDirectory(file.toAbsolutePath().getParent());
      if (!Files.exists(file)) {
        OwnerOnly.write(file, "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be made (check data.directory)", e);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // FULL: what was acknowledged survives a loss of power, not only of the process.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setTransactionMode(transactions);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }
}
