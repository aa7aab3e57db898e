package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class PostgresGenerationStoreTest extends GenerationStoreContract {

  private final PostgresServer server;

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private DataSettings settings;

  PostgresGenerationStoreTest(PostgresServer server) {
    this.server = server;
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
