package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.ledger.FeePolicy;
import cambio.server.admin.GenerationRecords;
import cambio.server.store.GenerationRow.Outcome;
import cambio.spi.FailureKind;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredGenerationLogTest {

  @TempDir Path directory;

  @Test
  void theEnginesRecordIsKeptWithItsAttempts() throws Exception {
    try (GenerationStore store =
        JdbcGenerationStore.open(Database.sqlite(directory.resolve("cambio.db")))) {
      new StoredGenerationLog(store, "eu", FeePolicy.NONE)
          .append(GenerationRecords.answered("acme/large", "acme"))
          .toCompletableFuture()
          .get(120, TimeUnit.SECONDS);
      GenerationRow row = Objects.requireNonNull(store.find("gen_1"));
      assertThat(row.region()).isEqualTo("eu");
      assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(row.nativeFinishReason()).isEqualTo("stop");
      assertThat(String.valueOf(row.cost())).contains("0.000000042");
      assertThat(row.attempts()).hasSize(2);
      assertThat(row.attempts().getFirst().failureKind()).isEqualTo(FailureKind.OVERLOADED);
      assertThat(row.attempts().getFirst().upstreamStatus()).isEqualTo(503);
      assertThat(row.attempts().getLast().failureKind()).isNull();
    }
  }

  @Test
  void aRefusalIsKeptToo() {
    GenerationRow row =
        StoredGenerationLog.row(GenerationRecords.refused("x/y"), "default", FeePolicy.NONE);
    assertThat(row.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(row.failureKind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(row.requestedModels()).containsExactly("x/y");
    assertThat(row.answeredBy()).isNull();
  }
}
