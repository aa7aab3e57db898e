package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.config.DataSettings;
import cambio.server.config.PostgresSettings;
import cambio.server.ledger.Failpoints;
import cambio.spi.FailureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class PostgresLedgerTest extends LedgerContract {

  private static PostgresServer server;
  private DataSettings settings;

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
    settings = server.newDatabase(dataDirectory);
    return settings;
  }

  private static void append(JdbcGenerationStore to, int from, int until) throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = from; i < until; i++) {
      written.add(to.append(GenerationRows.costing(i, 7, true)).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
  }

  private void awaitDrained() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (store.backlog().spooled() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(store.backlog().spooled()).isZero();
  }

  @Test
  void truncatingIsRefusedToo() {
    assertThatThrownBy(
            () -> database.write(handle -> handle.execute("truncate ledger_entry, ledger_posting")))
        .rootCause()
        .hasMessageContaining("append-only");
  }

  @Test
  void whileItIsKilledNothingIsLostAndAfterwardsNothingIsTwice() throws Exception {
    append(store, 0, 20);
    server.kill();
    try {
      append(store, 20, 40);
      assertThat(store.backlog().spooled()).isEqualTo(20);
      assertThat(store.accepting()).isTrue();
      assertThat(store.trouble()).isNull();
      assertThatThrownBy(() -> ledger.spent(Scope.ORGANIZATION, "acme", DAY))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("UNAVAILABLE");
      assertThatThrownBy(() -> store.find("gen_x")).isInstanceOf(FailureException.class);
    } finally {
      server.restart();
    }
    awaitDrained();
    append(store, 40, 45);
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", DAY)).isEqualTo(new Money(45 * 7));
    assertThat(ledger.verify().findings()).isEmpty();
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
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", DAY)).isEqualTo(new Money(70));
    assertThat(ledger.verify().findings()).isEmpty();
  }

  @Test
  void whatIsFrozenCountsAsAway() throws Exception {
    append(store, 0, 5);
    server.freeze();
    try {
      append(store, 5, 10);
      assertThat(store.backlog().spooled()).isEqualTo(5);
    } finally {
      server.thaw();
    }
    awaitDrained();
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", DAY)).isEqualTo(new Money(70));
    assertThat(ledger.verify().findings()).isEmpty();
  }

  @Test
  void aSpoolThatIsFullLetsNoCallBegin() throws Exception {
    store.close();
    PostgresSettings postgres = Objects.requireNonNull(settings.postgres());
    DataSettings small = new DataSettings(directory, postgres, 1);
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
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (ledger
                .entries(new cambio.server.ledger.LedgerQuery(null, null, null, null, null, 0, 9))
                .size()
            < 2
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", DAY)).isEqualTo(new Money(14));
    assertThat(store.accepting()).isTrue();
    assertThat(ledger.verify().findings()).isEmpty();
  }
}
