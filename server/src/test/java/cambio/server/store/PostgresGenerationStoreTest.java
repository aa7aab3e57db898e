package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresGenerationStoreTest extends GenerationStoreContract {

  @SuppressWarnings("NullAway.Init")
  private static PostgresServer server;

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private DataSettings settings;

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
  GenerationStore open() throws Exception {
    settings = server.newDatabase(directory);
    return JdbcGenerationStore.open(settings);
  }

  @Override
  GenerationStore reopen() {
    return JdbcGenerationStore.open(settings);
  }
}
