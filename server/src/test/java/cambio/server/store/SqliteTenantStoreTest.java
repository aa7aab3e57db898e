package cambio.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTenantStoreTest extends TenantStoreContract {

  @TempDir Path directory;

  @Override
  Database open() {
    return Database.sqlite(directory.resolve("cambio.db"));
  }
}
