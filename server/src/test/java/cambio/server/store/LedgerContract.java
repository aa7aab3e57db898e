package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.ledger.Account;
import cambio.router.ledger.Bookkeeping;
import cambio.router.ledger.EntryKind;
import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.Await;
import cambio.server.config.DataSettings;
import cambio.server.ledger.Failpoints;
import cambio.server.ledger.LedgerQuery;
import cambio.server.ledger.RecordedEntry;
import cambio.server.quota.SpendSource;
import cambio.spi.FailureException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the book must do in every database; a database's test extends it. */
@SuppressWarnings("NullAway.Init")
abstract class LedgerContract {

  static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");

  @TempDir Path directory;
  Database database;
  JdbcGenerationStore store;
  JdbcLedger ledger;

  /** The settings of a new database. */
  abstract DataSettings settings(Path dataDirectory) throws Exception;

  @BeforeEach
  void openAll() throws Exception {
    DataSettings settings = settings(directory);
    database = Database.open(settings);
    store = JdbcGenerationStore.of(database, settings, Failpoints.none());
    ledger = new JdbcLedger(database, () -> store.backlog().spooled());
  }

  @AfterEach
  void closeAll() {
    store.close();
    database.close();
  }

  private void append(GenerationRow... rows) throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (GenerationRow row : rows) {
      written.add(store.append(row).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
    awaitInBook();
  }

  /** What is acknowledged is durable; a database that was held up has it a moment later. */
  final void awaitInBook() {
    Await.until("an empty spool", () -> store.backlog().spooled() == 0);
  }

  private RecordedEntry buy(String key, String usd) {
    return ledger.post(
        Bookkeeping.purchase(
            new Bookkeeping.Order("ent_" + key, "acme", DAY, key, "a note"),
            Money.parse(usd),
            FeePolicy.percent(FeePolicy.Basis.PURCHASE, "5")));
  }

  private List<RecordedEntry> all() {
    return ledger.entries(new LedgerQuery(null, null, null, null, null, 0, 1000));
  }

  private void assertClean() {
    assertThat(ledger.verify().findings()).isEmpty();
  }

  @Test
  void aSettledGenerationIsOneEntryAndNoMore() throws Exception {
    append(GenerationRows.full(1), GenerationRows.bare(2));
    append(GenerationRows.full(1), GenerationRows.full(1), GenerationRows.full(3));
    List<RecordedEntry> entries = all();
    assertThat(entries).extracting(RecordedEntry::sequence).containsExactly(2L, 1L);
    RecordedEntry first = entries.getLast();
    assertThat(first.entry().id()).isEqualTo(GenerationRows.id(1));
    assertThat(first.entry().to(Account.USAGE)).isEqualTo(new Money(-28));
    assertThat(first.entry().to(Account.FEE)).isEqualTo(new Money(-2));
    assertThat(ledger.settled(GenerationRows.id(1))).isEqualTo(new Money(30));
    assertThat(ledger.settled(GenerationRows.id(2))).isNull();
    assertClean();
  }

  @Test
  void creditIsAddedOnceHoweverOftenItIsAsked() {
    RecordedEntry first = buy("k1", "100");
    assertThat(buy("k1", "100")).isEqualTo(first);
    assertThatThrownBy(() -> buy("k1", "101"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("idempotency_key");
    buy("k2", "100");
    assertThat(all()).hasSize(2);
    assertThat(ledger.balance("acme").credits()).isEqualTo(Money.parse("190"));
    assertThat(ledger.creditGranted("acme")).isEqualTo(Money.parse("190"));
    assertThat(ledger.balance("nobody").balance()).isEqualTo(Money.ZERO);
    assertClean();
  }

  @Test
  void aBalanceIsCreditLessUsageAndWhatIsMissingIsOverdrawn() throws Exception {
    buy("k1", "1");
    append(GenerationRows.costing(1, 900_000_000, true));
    append(GenerationRows.costing(2, 60_000_000, true), GenerationRows.costing(3, 5, true));
    assertThat(ledger.balance("acme").usage()).isEqualTo(Money.parse("0.960000005"));
    assertThat(ledger.balance("acme").balance()).isEqualTo(Money.parse("-0.010000005"));
    Money overdrawn = Money.ZERO;
    for (RecordedEntry recorded : all()) {
      overdrawn = overdrawn.plus(recorded.entry().to(Account.OVERDRAFT));
    }
    assertThat(overdrawn).isEqualTo(Money.parse("0.010000005"));
    assertClean();
  }

  @Test
  void spendingIsSummedByEachSubjectAndFromAnyMoment() throws Exception {
    append(GenerationRows.costing(1, 10, false), GenerationRows.costing(4, 20, false));
    append(GenerationRows.costing(2, 40, false), GenerationRows.costing(86_400, 100, false));
    Instant next = DAY.plusSeconds(86_400);
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", DAY)).isEqualTo(new Money(170));
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", next)).isEqualTo(new Money(100));
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", Instant.EPOCH)).isEqualTo(new Money(170));
    assertThat(ledger.spent(Scope.KEY, "key1", DAY)).isEqualTo(new Money(30));
    assertThat(ledger.spent(Scope.KEY, "key0", DAY)).isEqualTo(new Money(100));
    assertThat(ledger.spent(Scope.WORKSPACE, "acme/dev", DAY)).isEqualTo(new Money(170));
    assertThat(ledger.spent(Scope.WORKSPACE, "acme/de", DAY)).isEqualTo(Money.ZERO);
    assertThat(ledger.spent(Scope.MODEL, "acme/dev/acme/large", DAY)).isEqualTo(new Money(170));
    Instant within = GenerationRows.START.plusSeconds(2);
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", within)).isEqualTo(new Money(160));
    assertThat(ledger.spentByWorkspace("acme", DAY)).containsOnlyKeys("acme/dev");
    assertThat(ledger.spentByWorkspace("acm", DAY)).isEmpty();
    assertClean();
  }

  @Test
  void entriesAreListedByFilterAndPage() throws Exception {
    buy("k1", "1");
    append(GenerationRows.full(1), GenerationRows.full(2));
    List<RecordedEntry> page =
        ledger.entries(new LedgerQuery("acme", null, null, null, null, 0, 2));
    assertThat(page).extracting(RecordedEntry::sequence).containsExactly(3L, 2L);
    assertThat(ledger.entries(new LedgerQuery("acme", null, null, null, null, 2, 2)))
        .extracting(RecordedEntry::sequence)
        .containsExactly(1L);
    assertThat(ledger.entries(new LedgerQuery("other", null, null, null, null, 0, 2))).isEmpty();
    assertThat(ledger.entries(new LedgerQuery(null, null, null, null, EntryKind.CREDIT, 0, 9)))
        .hasSize(1);
    assertThat(ledger.entries(new LedgerQuery(null, null, null, GenerationRows.id(2), null, 0, 9)))
        .hasSize(1);
    assertThat(ledger.entries(new LedgerQuery(null, DAY.plusSeconds(1), null, null, null, 0, 9)))
        .hasSize(2);
    assertThat(ledger.entries(new LedgerQuery(null, null, DAY, null, null, 0, 9))).isEmpty();
  }

  @Test
  void nobodyChangesTheBook() throws Exception {
    append(GenerationRows.full(1));
    for (String statement :
        List.of(
            "update ledger_entry set note = 'x'",
            "delete from ledger_entry",
            "update ledger_entry set usage = usage - 1, credit = credit + 1")) {
      assertThatThrownBy(() -> database.write(handle -> handle.execute(statement)))
          .rootCause()
          .hasMessageContaining("append-only");
    }
    assertClean();
  }

  @Test
  void theDatabaseTakesNoEntryThatDoesNotBalance() throws Exception {
    append(GenerationRows.full(1));
    assertThatThrownBy(() ->
            database.write(handle ->
                handle.execute(
                    "insert into ledger_entry (sequence, id, kind, organization, created_at, hash,"
                        + " cash, credit) values (2, 'x', 'credit', 'acme', 0, '', 5, -4)")))
        .rootCause()
        .message()
        .containsIgnoringCase("check constraint");
    assertClean();
  }

  @Test
  void attemptsAndPostingsCanBeReadBySql() throws Exception {
    append(GenerationRows.full(1));
    List<String> expected =
        GenerationRows.full(1).attempts().stream()
            .map(row -> row.number() + " " + row.endpoint() + " " + Column.word(row.verdict()))
            .toList();
    assertThat(
            texts(
                "select cast(number as varchar(9)) || ' ' || endpoint || ' ' || verdict"
                    + " from attempt where generation_id = '"
                    + GenerationRows.id(1)
                    + "' order by number"))
        .isEqualTo(expected);
    assertThat(
            texts(
                "select account || ' ' || cast(amount as varchar(9)) from ledger_posting"
                    + " order by account"))
        .containsExactly("credit 30", "fee -2", "usage -28");
  }

  private List<String> texts(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(String.class).list());
  }

  @Test
  void whatWasChangedBehindItsBackIsFound() throws Exception {
    append(GenerationRows.full(1), GenerationRows.costing(2, 100, false));
    append(GenerationRows.full(3));
    database.write(handle -> handle.execute("update ledger_balance set amount = amount + 1"));
    assertThat(ledger.verify().findings()).anyMatch(finding -> finding.contains("balance of acme"));
    database.write(handle -> handle.execute("update ledger_balance set amount = amount - 1"));
    database.write(handle -> handle.execute("update ledger_spend set amount = 0"));
    assertThat(ledger.verify().findings()).anyMatch(finding -> finding.contains("spending of"));
    database.write(handle ->
        handle.execute(
            "update generation set cost_total = 101, cost_input = 101 where id = ?",
            GenerationRows.id(2)));
    assertThat(ledger.verify().findings())
        .anyMatch(finding -> finding.contains("costs 0.000000101, but was debited 0.0000001"));
  }

  @Test
  void aGenerationWithoutItsEntryIsFound() throws Exception {
    append(GenerationRows.full(1));
    database.write(
        handle -> handle.execute("insert into generation select * from generation where 1 = 0"));
    database.write(handle -> {
      GenerationRow orphan = GenerationRows.costing(9, 5, false);
      try (var statement =
          handle
              .getConnection()
              .prepareStatement(Column.insert("generation", Columns.GENERATION))) {
        Column.add(statement, Columns.GENERATION, orphan);
        return statement.executeBatch().length;
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    });
    assertThat(ledger.verify().findings())
        .containsExactly("generation " + GenerationRows.id(9) + " has a cost, but no entry");
  }

  @Test
  void oddNamesAreKeptAndFailNobody() throws Exception {
    GenerationRow plain = GenerationRows.full(1);
    GenerationRow odd =
        new GenerationRow(
            GenerationRows.id(2),
            plain.requestId(),
            new GenerationRow.Owner("acme", "dev", "key1", "nul \u0000 and \ud800 alone"),
            plain.region(),
            plain.surface(),
            "app \u0000",
            plain.sessionId(),
            plain.requestedModels(),
            plain.answeredBy(),
            plain.strategy(),
            plain.catalogVersion(),
            plain.category(),
            plain.receivedAt(),
            plain.timeToFirstEvent(),
            plain.duration(),
            plain.streamed(),
            plain.outcome(),
            plain.finishReason(),
            plain.nativeFinishReason(),
            plain.failureKind(),
            plain.usage(),
            plain.usageEstimated(),
            plain.cost(),
            plain.bill(),
            plain.attempts(),
            null);
    append(plain, odd);
    assertThat(all()).hasSize(2);
    assertClean();
  }

  @Test
  void twoRoutersShareOneBook() throws Exception {
    DataSettings second = new DataSettings(directory.resolve("second"));
    try (JdbcGenerationStore other = JdbcGenerationStore.of(database, second, Failpoints.none())) {
      List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        GenerationRow row = GenerationRows.costing(i, 3, true);
        written.add(store.append(row).toCompletableFuture());
        written.add(other.append(row).toCompletableFuture());
      }
      CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
      Await.until("an empty spool", () -> other.backlog().spooled() == 0);
    }
    awaitInBook();
    assertThat(all()).hasSize(400);
    assertThat(ledger.spent(Scope.ORGANIZATION, "acme", DAY)).isEqualTo(new Money(1_200));
    assertClean();
  }

  /** A sum has a cost exactly where its generation is told to be settled. */
  @Test
  void sumsAndSettledGenerationsAreOfOneMoment() throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    SpendSource.Sum sum = new SpendSource.Sum(Scope.ORGANIZATION, "acme", DAY);
    for (int i = 0; i < 600; i++) {
      GenerationRow row = GenerationRows.costing(i, 1_000, true);
      ids.add(row.id());
      written.add(store.append(row).toCompletableFuture());
      if (i % 3 == 0) {
        assertAgree(sum, ids);
      }
    }
    CompletableFuture<?> all = CompletableFuture.allOf(written.toArray(CompletableFuture[]::new));
    while (!all.isDone()) {
      assertAgree(sum, ids);
    }
    all.get(120, TimeUnit.SECONDS);
    awaitInBook();
    SpendSource.Moment end = ledger.moment(List.of(sum), ids);
    assertThat(end.settled()).hasSize(600);
    assertThat(end.spent()).containsExactly(new Money(600_000));
    assertThat(ledger.moment(List.of(sum), List.of()).settled()).isEmpty();
  }

  private void assertAgree(SpendSource.Sum sum, List<String> ids) {
    SpendSource.Moment moment = ledger.moment(List.of(sum), ids);
    assertThat(moment.spent()).containsExactly(new Money(1_000L * moment.settled().size()));
  }

  /** Told a moment apart, what is left and what is used would add up to more than was granted. */
  @Test
  void creditIsTheSameWhileItIsSpent() throws Exception {
    buy("k1", "100");
    Money granted = ledger.creditGranted("acme");
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      written.add(store.append(GenerationRows.costing(i, 1_000, true)).toCompletableFuture());
      if (i % 3 == 0) {
        assertThat(ledger.creditGranted("acme")).isEqualTo(granted);
      }
    }
    CompletableFuture<?> all = CompletableFuture.allOf(written.toArray(CompletableFuture[]::new));
    while (!all.isDone()) {
      assertThat(ledger.creditGranted("acme")).isEqualTo(granted);
    }
    all.get(120, TimeUnit.SECONDS);
    awaitInBook();
    assertThat(ledger.balance("acme").usage()).isEqualTo(new Money(600_000));
    assertClean();
  }
}
