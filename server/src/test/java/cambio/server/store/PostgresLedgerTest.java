package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens while it is away is in {@link PostgresSpoolTest} and {@link PostgresOutageTest}. */
@ExtendWith(PostgresExtension.class)
@SuppressWarnings("NullAway.Init")
class PostgresLedgerTest extends LedgerContract {

  private final PostgresServer server;

  PostgresLedgerTest(PostgresServer server) {
    this.server = server;
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
