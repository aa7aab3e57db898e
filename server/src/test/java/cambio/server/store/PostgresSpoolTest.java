package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.Await;
import cambio.server.config.DataSettings;
import cambio.server.config.PostgresSettings;
import cambio.server.ledger.Failpoints;
import cambio.server.ledger.LedgerQuery;
import cambio.spi.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database that is killed or falls silent, and what became of what was settled meanwhile. */
@ExtendWith(PostgresExtension.class)
@SuppressWarnings("NullAway.Init")
class PostgresSpoolTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final PostgresServer server;

  @TempDir Path directory;
  private DataSettings settings;
  private Database database;
  private JdbcGenerationStore store;

  /**
   * The same database, asked by somebody who has time: a busy machine fails none of these tests.
   */
  private Database patient;

  private JdbcLedger book;

  PostgresSpoolTest(PostgresServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    DataSettings slow = server.newDatabase(directory.resolve("patient"));
    PostgresSettings postgres = Objects.requireNonNull(slow.postgres());
    settings = with(postgres.url(), DataSettings.SPOOL_BYTES);
    patient = Database.open(slow);
    database = Database.open(settings);
    store = JdbcGenerationStore.of(database, settings, Failpoints.none());
    book = new JdbcLedger(patient, () -> store.backlog().spooled());
  }

  private DataSettings with(cambio.spi.Secret url, long spoolBytes) {
    return new DataSettings(directory, new PostgresSettings(url, 4, TIMEOUT), spoolBytes);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
    patient.close();
  }

  private static void append(JdbcGenerationStore to, int from, int until) throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = from; i < until; i++) {
      written.add(to.append(GenerationRows.costing(i, 7, true)).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
  }

  private void awaitDrained() {
    Await.until("an empty spool", () -> store.backlog().spooled() == 0);
  }

  private void assertBooked(int generations) {
    assertThat(book.spent(Scope.ORGANIZATION, "acme", LedgerContract.DAY))
        .isEqualTo(new Money(generations * 7L));
    assertThat(book.verify().findings()).isEmpty();
  }

  @Test
  void whileItIsKilledNothingIsLostAndAfterwardsNothingIsTwice() throws Exception {
    append(store, 0, 20);
    awaitDrained();
    server.kill();
    try {
      append(store, 20, 40);
      assertThat(store.backlog().spooled()).isEqualTo(20);
      assertThat(store.accepting()).isTrue();
      assertThat(store.trouble()).isNull();
      JdbcLedger impatient = new JdbcLedger(database, () -> store.backlog().spooled());
      assertThatThrownBy(() -> impatient.spent(Scope.ORGANIZATION, "acme", LedgerContract.DAY))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("UNAVAILABLE");
      assertThatThrownBy(() -> store.find("gen_x")).isInstanceOf(FailureException.class);
    } finally {
      server.restart();
    }
    awaitDrained();
    append(store, 40, 45);
    awaitDrained();
    assertBooked(45);
  }

  @Test
  void aRouterThatDiesWhileSpoolingLosesNothing() throws Exception {
    server.kill();
    try {
      append(store, 0, 10);
      // As a crash leaves it: the file, and nothing else.
      store.close();
    } finally {
      server.restart();
    }
    store = JdbcGenerationStore.of(database, settings, Failpoints.none());
    awaitDrained();
    assertBooked(10);
  }

  @Test
  void whatIsFrozenCountsAsAway() throws Exception {
    append(store, 0, 5);
    awaitDrained();
    server.freeze();
    try {
      append(store, 5, 10);
      assertThat(store.backlog().spooled()).isEqualTo(5);
    } finally {
      server.thaw();
    }
    awaitDrained();
    assertBooked(10);
  }

  @Test
  void aSpoolThatIsFullLetsNoCallBegin() throws Exception {
    store.close();
    DataSettings small = with(Objects.requireNonNull(settings.postgres()).url(), 1);
    store = JdbcGenerationStore.of(database, small, Failpoints.none());
    server.kill();
    try {
      assertThat(store.accepting()).isTrue();
      append(store, 0, 1);
      assertThat(store.accepting()).isFalse();
      assertThat(store.trouble()).contains("full");
      // What was under way is told that it is not on disk, and is kept in memory.
      assertThatThrownBy(() -> append(store, 1, 2)).hasMessageContaining("UNAVAILABLE");
    } finally {
      server.restart();
    }
    awaitDrained();
    Await.until("both entries", () -> book.entries(LAST).size() == 2);
    Await.until("a store that takes more", store::accepting);
    assertBooked(2);
  }

  private static final LedgerQuery LAST = new LedgerQuery(null, null, null, null, null, 0, 9);
}
