package cambio.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresTenantStoreTest extends TenantStoreContract {

  @SuppressWarnings("NullAway.Init")
  private static PostgresServer server;

  @TempDir Path directory;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  Database open() throws Exception {
    return Database.open(server.newDatabase(directory));
  }
}
