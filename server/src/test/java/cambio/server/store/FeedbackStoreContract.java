package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.auto.FeedbackScores.Opinions;
import cambio.router.auto.TaskCategory;
import cambio.server.config.DataSettings;
import cambio.server.feedback.Feedback;
import cambio.server.ledger.Failpoints;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database must do with feedback. */
abstract class FeedbackStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.123456Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  /** The settings of a new database. */
  abstract DataSettings settings(Path dataDirectory) throws Exception;

  @Test
  void theNewestOpinionOfAKeyCounts() throws Exception {
    DataSettings settings = settings(directory);
    try (Database database = Database.open(settings)) {
      JdbcGenerationStore generations =
          JdbcGenerationStore.of(database, settings, Failpoints.none());
      for (int i = 1; i <= 3; i++) {
        generations.append(GenerationRows.full(i)).toCompletableFuture().get(120, TimeUnit.SECONDS);
      }
      JdbcFeedbackStore store = new JdbcFeedbackStore(database);
      store.put(said(1, "ana", -1_000, NOW));
      store.put(said(1, "ana", 500, NOW.plusSeconds(1)));
      store.put(said(2, "ana", 1_000, NOW));
      store.put(said(3, "ben", null, NOW));

      assertThat(store.newest(List.of(GenerationRows.id(1), GenerationRows.id(3), "gen_none")))
          .containsOnlyKeys(GenerationRows.id(1), GenerationRows.id(3))
          .containsValue(said(1, "ana", 500, NOW.plusSeconds(1)))
          .containsValue(said(3, "ben", null, NOW));
      assertThat(store.newest(List.of())).isEmpty();
      assertThat(store.opinions(NOW))
          .containsExactly(new Opinions(TaskCategory.PROGRAMMING, "acme/large", 2, 1_500));
      assertThat(store.opinions(NOW.plusSeconds(1)))
          .containsExactly(new Opinions(TaskCategory.PROGRAMMING, "acme/large", 1, 500));
      generations.close();
    }
  }

  private static Feedback said(int number, String key, @Nullable Integer score, Instant at) {
    return new Feedback(
        GenerationRows.id(number),
        key,
        "acme",
        "acme/large",
        "programming",
        score,
        "formatting",
        "'quoted' and \u00e9",
        at);
  }
}
