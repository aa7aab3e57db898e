package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SqliteLedgerTest extends LedgerContract {

  @Override
  DataSettings settings(Path dataDirectory) {
    return new DataSettings(dataDirectory);
  }

  @Test
  void nothingIsReplacedAndNoNumberIsLeftOut() throws Exception {
    store.append(GenerationRows.full(1)).toCompletableFuture().get(120, TimeUnit.SECONDS);
    String columns = "(sequence, id, kind, organization, created_at, hash)";
    assertThatThrownBy(() ->
            database.write(handle ->
                handle.execute(
                    "insert or replace into ledger_entry "
                        + columns
                        + " values (1, 'x', 'credit', 'acme', 0, '')")))
        .rootCause()
        .hasMessageContaining("no gaps");
  }
}
