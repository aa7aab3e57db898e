package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens while it is away is in {@link PostgresSpoolTest} and {@link PostgresOutageTest}. */
@SuppressWarnings("NullAway.Init")
class PostgresLedgerTest extends LedgerContract {

  private static PostgresServer server;

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
  DataSettings settings(Path dataDirectory) throws Exception {
    return server.newDatabase(dataDirectory);
  }

  @Test
  void truncatingIsRefusedToo() {
    assertThatThrownBy(() -> database.write(handle -> handle.execute("truncate ledger_entry")))
        .rootCause()
        .hasMessageContaining("append-only");
  }
}
