package cambio.server.store;

import static cambio.server.store.Column.micros;
import static cambio.server.store.Column.word;

import cambio.router.ledger.Account;
import cambio.router.ledger.EntryChain;
import cambio.router.ledger.LedgerAudit.SpendDay;
import cambio.router.ledger.LedgerEntry;
import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.server.ledger.RecordedEntry;
import cambio.server.store.LedgerSums.AccountOf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts entries within a transaction of its connection: numbers and chains them, keeps balances and
 * daily sums. {@link #lock} must have been called in the same transaction. Statements are prepared
 * once.
 */
final class LedgerBook implements AutoCloseable {

  /** Any number will do, as long as nothing else takes it: "ledger" on a telephone's keys. */
  private static final long LOCK = 533_437;

  private final @Nullable PreparedStatement lock;
  private final PreparedStatement head;
  private final PreparedStatement balance;
  private final PreparedStatement insertEntry;
  private final PreparedStatement addBalance;
  private final PreparedStatement addSpend;
  private final EntryChain chain = new EntryChain();

  LedgerBook(Connection connection, Database.Kind kind) throws SQLException {
    // SQLite's transactions exclude each other from their first statement on.
    this.lock =
        kind == Database.Kind.SQLITE
            ? null
            : connection.prepareStatement("select pg_advisory_xact_lock(" + LOCK + ")");
    this.head =
        connection.prepareStatement(
            "select sequence, hash from ledger_entry order by sequence desc limit 1");
    this.balance =
        connection.prepareStatement(
            "select coalesce(-sum(amount), 0) from ledger_balance"
                + " where organization = ? and account in ('credit', 'overdraft')");
    this.insertEntry =
        connection.prepareStatement(
            "insert into ledger_entry (sequence, id, kind, organization, workspace, key_id, member,"
                + " end_user, model, created_at, idempotency_key, note, hash, "
                + LedgerRows.ACCOUNTS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.addBalance =
        connection.prepareStatement(
            "insert into ledger_balance (organization, account, amount) values (?, ?, ?)"
                + " on conflict (organization, account)"
                + " do update set amount = ledger_balance.amount + excluded.amount");
    this.addSpend =
        connection.prepareStatement(
            "insert into ledger_spend (scope, subject, day, amount) values (?, ?, ?, ?)"
                + " on conflict (scope, subject, day)"
                + " do update set amount = ledger_spend.amount + excluded.amount");
  }

  /** Waits for whoever else writes to the book; held until the transaction ends. */
  void lock() throws SQLException {
    if (lock != null) {
      lock.executeQuery().close();
    }
  }

  /** Posts in order; gives what was posted. */
  List<RecordedEntry> post(List<EntryDraft> drafts) throws SQLException {
    if (drafts.isEmpty()) {
      return List.of();
    }
    List<RecordedEntry> posted = new ArrayList<>(drafts.size());
    Map<String, Money> balances = new HashMap<>();
    LedgerSums sums = new LedgerSums();
    Head last = head();
    for (EntryDraft draft : drafts) {
      Money before = draft.balanced() ? balance(balances, draft.organization()) : Money.ZERO;
      LedgerEntry entry = draft.entry().apply(before);
      if (entry == null) {
        continue;
      }
      balances.computeIfPresent(
          entry.organization(), (name, held) -> held.plus(entry.balanceChange()));
      long sequence = last.sequence + 1;
      last = new Head(sequence, chain.next(last.hash, sequence, entry));
      add(sequence, last.hash, entry);
      sums.add(entry);
      posted.add(new RecordedEntry(sequence, last.hash, entry));
    }
    insertEntry.executeBatch();
    write(sums);
    return posted;
  }

  private record Head(long sequence, String hash) {}

  private Head head() throws SQLException {
    try (ResultSet row = head.executeQuery()) {
      return row.next()
          ? new Head(row.getLong(1), row.getString(2))
          : new Head(0, EntryChain.START);
    }
  }

  private Money balance(Map<String, Money> known, String organization) throws SQLException {
    Money held = known.get(organization);
    if (held == null) {
      balance.setString(1, organization);
      try (ResultSet row = balance.executeQuery()) {
        row.next();
        held = new Money(row.getLong(1));
      }
      known.put(organization, held);
    }
    return held;
  }

  private void add(long sequence, String hash, LedgerEntry entry) throws SQLException {
    Spender spender = entry.spender();
    insertEntry.setLong(1, sequence);
    insertEntry.setString(2, entry.id());
    insertEntry.setObject(3, word(entry.kind()));
    insertEntry.setString(4, entry.organization());
    insertEntry.setString(5, spender == null ? null : spender.workspace());
    insertEntry.setString(6, spender == null ? null : spender.keyId());
    insertEntry.setString(7, spender == null ? null : spender.member());
    insertEntry.setString(8, spender == null ? null : spender.endUser());
    insertEntry.setString(9, spender == null ? null : spender.model());
    insertEntry.setLong(10, micros(entry.at()));
    insertEntry.setString(11, entry.idempotencyKey());
    insertEntry.setString(12, entry.note());
    insertEntry.setString(13, hash);
    int column = 13;
    for (Account account : LedgerRows.COLUMNS) {
      column++;
      insertEntry.setLong(column, entry.to(account).nanos());
    }
    insertEntry.addBatch();
  }

  private void write(LedgerSums sums) throws SQLException {
    for (Map.Entry<AccountOf, Money> sum : sums.accounts().entrySet()) {
      addBalance.setString(1, sum.getKey().organization());
      addBalance.setObject(2, word(sum.getKey().account()));
      addBalance.setLong(3, sum.getValue().nanos());
      addBalance.addBatch();
    }
    addBalance.executeBatch();
    for (Map.Entry<SpendDay, Money> sum : sums.spend().entrySet()) {
      addSpend.setObject(1, word(sum.getKey().scope()));
      addSpend.setString(2, sum.getKey().subject());
      addSpend.setLong(3, sum.getKey().day());
      addSpend.setLong(4, sum.getValue().nanos());
      addSpend.addBatch();
    }
    addSpend.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : List.of(head, balance, insertEntry, addBalance, addSpend)) {
      statement.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
