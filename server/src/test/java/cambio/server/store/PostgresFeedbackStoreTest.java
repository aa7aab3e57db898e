package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresFeedbackStoreTest extends FeedbackStoreContract {

  private final PostgresServer server;

  PostgresFeedbackStoreTest(PostgresServer server) {
    this.server = server;
  }

  @Override
  DataSettings settings(Path dataDirectory) throws Exception {
    return server.newDatabase(dataDirectory);
  }
}
