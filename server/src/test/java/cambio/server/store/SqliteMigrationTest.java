package cambio.server.store;

import cambio.server.config.DataSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig.TransactionMode;

class SqliteMigrationTest extends MigrationContract {

  @Override
  DataSettings settings(Path dataDirectory) throws IOException {
    Files.createDirectories(dataDirectory);
    return new DataSettings(dataDirectory);
  }

  @Override
  DataSource source(DataSettings settings) {
    return SqliteDatabase.source(
        settings.directory().resolve("cambio.db"), TransactionMode.DEFERRED);
  }

  @Override
  String folder() {
    return "sqlite";
  }
}
