package cambio.server.store;

import cambio.server.auth.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** The embedded database: one file, a write-ahead log beside it, migrated at start. */
public final class SqliteDatabase {

  private static final String MIGRATIONS = "classpath:cambio/server/store/migration";
  private static final int BUSY_MILLIS = 5_000;

  private SqliteDatabase() {}

  /** Opens (or makes) and migrates the file, and keeps generations in it. */
  public static JdbcGenerationStore open(Path file) {
    try {
      OwnerOnly.makeDirectory(file.toAbsolutePath().getParent());
      if (!Files.exists(file)) {
        OwnerOnly.write(file, "");
      }
      DataSource database = dataSource(file);
      migrate(database);
      return new JdbcGenerationStore(database);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be made (check data.directory)", e);
    } catch (SQLException e) {
      throw new IllegalStateException(file + " cannot be opened (check data.directory)", e);
    }
  }

  private static void migrate(DataSource database) {
    Flyway.configure().dataSource(database).locations(MIGRATIONS).loggers("slf4j").load().migrate();
  }

  private static DataSource dataSource(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // FULL: what was acknowledged survives a loss of power, not only of the process.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }
}
