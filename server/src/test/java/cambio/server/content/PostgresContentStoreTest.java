package cambio.server.content;

import cambio.server.store.Database;
import cambio.server.store.JdbcContentStore;
import cambio.server.store.PostgresExtension;
import cambio.server.store.PostgresServer;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class PostgresContentStoreTest extends ContentStoreContract {

  private static final ExecutorService READERS = Executors.newVirtualThreadPerTaskExecutor();

  private final PostgresServer server;

  @TempDir Path folder = Path.of("");
  private @Nullable Database database;

  PostgresContentStoreTest(PostgresServer server) {
    this.server = server;
  }

  @AfterAll
  static void closeReaders() {
    READERS.close();
  }

  @Override
  ContentStore open() throws Exception {
    Database made = Database.open(server.newDatabase(folder));
    database = made;
    return new JdbcContentStore(made, READERS, clock);
  }

  @AfterEach
  void closeDatabase() {
    if (database != null) {
      database.close();
    }
  }
}
