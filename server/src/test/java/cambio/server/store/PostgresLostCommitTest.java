package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.Await;
import cambio.server.config.DataSettings;
import cambio.server.config.PostgresSettings;
import cambio.server.ledger.Failpoints;
import cambio.server.ledger.LedgerQuery;
import cambio.server.ledger.RecordedEntry;
import cambio.server.store.CommitReplyCutter.Fate;
import cambio.spi.FailureException;
import cambio.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL has committed a group, and its answer is lost: nobody knows, so the group is written
 * once more, and each generation is in the book exactly once.
 */
@ExtendWith(PostgresExtension.class)
@SuppressWarnings("NullAway.Init")
class PostgresLostCommitTest {

  private static final int GROUP = 10;
  private final PostgresServer server;

  @TempDir Path directory;
  private CommitReplyCutter cutter;
  private Database database;
  private JdbcGenerationStore store;
  private JdbcLedger ledger;

  PostgresLostCommitTest(PostgresServer server) {
    this.server = server;
  }

  private void open(Duration timeout) throws Exception {
    DataSettings direct = server.newDatabase(directory, timeout);
    cutter = new CommitReplyCutter(server.port());
    String url = Objects.requireNonNull(direct.postgres()).url().reveal();
    Secret cut = Secret.of(url.replace(":" + server.port() + "/", ":" + cutter.port() + "/"));
    PostgresSettings postgres = new PostgresSettings(cut, 4, timeout);
    DataSettings settings = new DataSettings(directory, postgres, DataSettings.SPOOL_BYTES);
    database = Database.open(settings);
    store = JdbcGenerationStore.of(database, settings, Failpoints.none());
    ledger = new JdbcLedger(database, () -> store.backlog().spooled());
  }

  @AfterEach
  void closeAll() throws Exception {
    store.close();
    database.close();
    cutter.close();
  }

  private void append(int from) throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = from; i < from + GROUP; i++) {
      written.add(store.append(GenerationRows.costing(i, 7, true)).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
    Await.until("an empty spool", () -> store.backlog().spooled() == 0);
  }

  private void assertEachOnce(int generations) {
    List<RecordedEntry> entries =
        ledger.entries(new LedgerQuery(null, null, null, null, null, 0, 1000));
    assertThat(entries).hasSize(generations);
    assertThat(entries.stream().map(entry -> entry.entry().id()).distinct()).hasSize(generations);
    Await.until("the sum of all", () -> known(generations));
    assertThat(ledger.verify().findings()).isEmpty();
  }

  /** Sums are told once no other router can have a spool to bring in. */
  private boolean known(int generations) {
    try {
      Money spent =
          ledger.spent(Scope.ORGANIZATION, "acme", GenerationRows.START.minusSeconds(86_400));
      return spent.equals(new Money(generations * 7L));
    } catch (FailureException e) {
      return false;
    }
  }

  @Test
  void aGroupWhoseCommitWasNotAnsweredIsWrittenAgainAndChargedOnce() throws Exception {
    open(Duration.ofSeconds(55));
    int rounds = 6;
    for (int round = 0; round < rounds; round++) {
      // The group's own answer, and in every other round that of its repetition, too.
      int losses = 1 + round % 2;
      int before = cutter.lost();
      cutter.from(number -> number < losses ? Fate.RESET : Fate.PASSED);
      append(round * GROUP);
      assertThat(cutter.lost() - before).as("answers lost").isEqualTo(losses);
    }
    cutter.from(number -> Fate.PASSED);
    assertEachOnce(rounds * GROUP);
  }

  @Test
  void aCommitThatIsNeverAnsweredIsWrittenAgainAndChargedOnce() throws Exception {
    open(Duration.ofSeconds(2));
    cutter.from(number -> number == 0 ? Fate.SILENCE : Fate.PASSED);
    append(0);
    assertThat(cutter.lost()).as("answers lost").isEqualTo(1);
    assertEachOnce(GROUP);
  }
}
