package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteGenerationStoreTest extends GenerationStoreContract {

  @TempDir Path directory;

  @Override
  GenerationStore open() {
    return JdbcGenerationStore.open(Database.sqlite(directory.resolve("data/cambio.db")));
  }

  @Override
  GenerationStore reopen() {
    return open();
  }

  @Test
  void onlyItsOwnerReadsTheFile() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("data/cambio.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void twoProcessesCanReadWhileOneWrites() throws Exception {
    try (GenerationStore other = open()) {
      store().append(GenerationRows.full(1)).toCompletableFuture().get(120, TimeUnit.SECONDS);
      assertThat(other.find(GenerationRows.id(1))).isNotNull();
    }
  }

  @Test
  void afterCloseNothingIsTakenSilently() {
    store().close();
    assertThatThrownBy(() ->
            store().append(GenerationRows.full(1)).toCompletableFuture().get(120, TimeUnit.SECONDS))
        .hasMessageContaining("UNAVAILABLE");
  }
}
