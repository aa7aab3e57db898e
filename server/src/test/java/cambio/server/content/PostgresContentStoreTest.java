package cambio.server.content;

import cambio.server.store.Database;
import cambio.server.store.JdbcContentStore;
import cambio.server.store.PostgresServer;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresContentStoreTest extends ContentStoreContract {

  private static final ExecutorService READERS = Executors.newVirtualThreadPerTaskExecutor();

  private static @Nullable PostgresServer server;

  @TempDir Path folder = Path.of("");
  private @Nullable Database database;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
    READERS.close();
  }

  @Override
  ContentStore open() throws Exception {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
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
