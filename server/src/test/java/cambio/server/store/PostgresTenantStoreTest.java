package cambio.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class PostgresTenantStoreTest extends TenantStoreContract {

  private final PostgresServer server;

  @TempDir Path directory;

  PostgresTenantStoreTest(PostgresServer server) {
    this.server = server;
  }

  @Override
  Database open() throws Exception {
    return Database.open(server.newDatabase(directory));
  }
}
