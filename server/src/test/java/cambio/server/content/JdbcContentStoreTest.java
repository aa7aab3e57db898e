package cambio.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.store.Database;
import cambio.server.store.JdbcContentStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database keeps the contract, seals what it writes and outlives a restart. */
class JdbcContentStoreTest extends ContentStoreContract {

  private static final ExecutorService READERS = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir Path folder = Path.of("");
  private @Nullable Database database;
  private final ContentKey key = ContentKey.random(new java.util.Random(3));

  @AfterAll
  static void stopReaders() {
    READERS.close();
  }

  @Override
  ContentStore open() {
    return sealed();
  }

  private ContentStore sealed() {
    return new SealedContentStore(plain(), key, new java.util.Random(4));
  }

  private JdbcContentStore plain() {
    return new JdbcContentStore(database(), READERS, clock);
  }

  private Database database() {
    if (database == null) {
      database = Database.sqlite(folder.resolve("cambio.db"));
    }
    return database;
  }

  @AfterEach
  void closeDatabase() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void contentOutlivesTheProcessAndLiesSealedOnDisk() throws Exception {
    put(ACME, "reasoning:call_1", "the secret thought");
    try (ContentStore again = sealed()) {
      assertThat(await(again.get(ACME, "reasoning:call_1")))
          .isEqualTo("the secret thought".getBytes(StandardCharsets.UTF_8));
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains("secret thought") || bytes.contains("call_1"))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  @Test
  void whatHasExpiredIsDeletedWithALaterWrite() throws Exception {
    put(ACME, "old", "one");
    now = now.plus(Duration.ofHours(2));
    put(ACME, "new", "two");
    int rows =
        database()
            .read(
                handle -> handle.select("select count(*) from content").mapTo(Integer.class).one());
    assertThat(rows).isEqualTo(1);
  }
}
