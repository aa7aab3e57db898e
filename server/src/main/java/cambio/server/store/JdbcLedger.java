package cambio.server.store;

import cambio.router.ledger.LedgerAudit;
import cambio.router.ledger.LedgerEntry;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.ledger.CreditBalance;
import cambio.server.ledger.Ledger;
import cambio.server.ledger.LedgerQuery;
import cambio.server.ledger.RecordedEntry;
import cambio.server.quota.SpendSource;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** The book of money in the relational database. */
public final class JdbcLedger implements Ledger {

  private final Database database;

  /**
   * How long sums are not told after the database came back: until then other routers may be
   * bringing in what they spooled.
   */
  private static final Duration CATCHING_UP = Duration.ofSeconds(2);

  private final LongSupplier spooled;
  private final SpendSums sums;

  /**
   * The book of a database.
   *
   * @param spooled how many generations of this router are not in it yet
   */
  public JdbcLedger(Database database, LongSupplier spooled) {
    this.database = database;
    this.spooled = spooled;
    this.sums = new SpendSums(database);
  }

  // --- posting ---

  @Override
  public RecordedEntry post(LedgerEntry entry) {
    return database.write(handle -> {
      try (LedgerBook book = new LedgerBook(handle.getConnection(), database.kind())) {
        book.lock();
        RecordedEntry before = repeated(handle, entry);
        if (before != null) {
          return before;
        }
        // Routers follow these notes: they ask anew what the organisation's keys may spend.
        JdbcChanges.writing(handle).note(entry.organization(), null);
        return book.post(List.of(EntryDraft.of(entry))).getFirst();
      } catch (SQLException e) {
        throw new UnableToExecuteStatementException(e, null);
      }
    });
  }

  /** What the same key posted before; null where it is new. */
  private static @Nullable RecordedEntry repeated(Handle handle, LedgerEntry entry) {
    if (entry.idempotencyKey() == null) {
      return null;
    }
    List<RecordedEntry> found =
        read(
            handle,
            "organization = :organization and idempotency_key = :key",
            Map.of("organization", entry.organization(), "key", entry.idempotencyKey()),
            1);
    if (found.isEmpty()) {
      return null;
    }
    LedgerEntry first = found.getFirst().entry();
    if (first.kind() != entry.kind() || !first.postings().equals(entry.postings())) {
      throw new FailureException(
          Failure.invalid(
              "idempotency_key",
              "idempotency_key was used for another amount; use a new one for a new entry."));
    }
    return found.getFirst();
  }

  // --- reading ---

  @Override
  public List<RecordedEntry> entries(LedgerQuery query) {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    Map<String, Object> values = new HashMap<>();
    filter(
        "organization = :organization", "organization", query.organization(), conditions, values);
    filter("created_at >= :from", "from", micros(query.from()), conditions, values);
    filter("created_at < :until", "until", micros(query.until()), conditions, values);
    filter("id = :id and kind = 'generation'", "id", query.generationId(), conditions, values);
    String kind = query.kind() == null ? null : query.kind().name().toLowerCase(Locale.ROOT);
    filter("kind = :kind", "kind", kind, conditions, values);
    Long before = query.beforeSequence() == 0 ? null : query.beforeSequence();
    filter("sequence < :before", "before", before, conditions, values);
    return database.read(
        handle -> read(handle, String.join(" and ", conditions), values, query.limit()));
  }

  private static void filter(
      String condition,
      String name,
      @Nullable Object value,
      List<String> conditions,
      Map<String, Object> values) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  private static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : (Long) Column.micros(instant);
  }

  private static List<RecordedEntry> read(
      Handle handle, String where, Map<String, ?> values, int limit) {
    return handle
        .createQuery(
            "select * from ledger_entry where " + where + " order by sequence desc limit :most")
        .bindMap(values)
        .bind("most", limit)
        .map((row, context) -> LedgerRows.bare(row).entry())
        .list();
  }

  @Override
  public CreditBalance balance(String organization) {
    return database.read(handle -> sums.balance(handle, organization));
  }

  @Override
  public LedgerAudit.Report verify() {
    return database.snapshot(handle -> new LedgerAuditor(handle).run());
  }

  // --- what limits are rebuilt from ---

  @Override
  public Money spent(Scope scope, String subject, Instant from) {
    requireComplete();
    return sums.spent(scope, subject, from);
  }

  @Override
  public Moment moment(List<Sum> asked, List<String> generations) {
    requireComplete();
    return sums.moment(asked, generations);
  }

  @Override
  public Map<String, Money> spentByWorkspace(String organization, Instant from) {
    requireComplete();
    return sums.byWorkspace(organization, from);
  }

  @Override
  public Money creditGranted(String organization) {
    // Grants never go through the spool.
    return balance(organization).credits();
  }

  @Override
  public @Nullable Money settled(String generationId) {
    requireComplete();
    List<RecordedEntry> found =
        entries(new LedgerQuery(null, null, null, generationId, null, 0, 1));
    if (!found.isEmpty()) {
      return Money.ZERO.minus(found.getFirst().entry().balanceChange());
    }
    boolean free =
        database.read(handle ->
            handle
                    .createQuery(
                        "select count(*) from generation where id = :id and cost_total = 0")
                    .bind("id", generationId)
                    .mapTo(Long.class)
                    .one()
                > 0);
    return free ? Money.ZERO : null;
  }

  @Override
  public boolean behind() {
    return spooled.getAsLong() > 0;
  }

  /** A sum without what waits in a spool would hand out money that is spent. */
  private void requireComplete() {
    long waiting = spooled.getAsLong();
    if (waiting > 0) {
      throw SpendSource.incomplete(waiting + " settlements wait for the database.");
    }
    if (database.presence().compareTo(CATCHING_UP) < 0) {
      throw SpendSource.incomplete("the database was away a moment ago.");
    }
  }
}
