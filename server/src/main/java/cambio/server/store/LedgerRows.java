package cambio.server.store;

import cambio.router.ledger.Account;
import cambio.router.ledger.EntryKind;
import cambio.router.ledger.LedgerEntry;
import cambio.router.ledger.Posting;
import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.server.ledger.RecordedEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads entries back. */
final class LedgerRows {

  /** The accounts in the order of an entry's columns. */
  static final List<Account> COLUMNS = List.of(Account.values());

  /** Their columns. */
  static final String ACCOUNTS =
      COLUMNS.stream().map(LedgerRows::column).collect(Collectors.joining(", "));

  private LedgerRows() {}

  /** An entry as its row has it, which may be no legal one. */
  record Bare(
      long sequence,
      String hash,
      String id,
      String kind,
      String organization,
      @Nullable Spender spender,
      Instant at,
      Map<Account, Long> amounts,
      @Nullable String idempotencyKey,
      @Nullable String note) {

    /**
     * The whole of it.
     *
     * @throws IllegalArgumentException where it is no legal entry
     */
    RecordedEntry entry() {
      EntryKind entryKind = EntryKind.valueOf(kind.toUpperCase(Locale.ROOT));
      return new RecordedEntry(
          sequence,
          hash,
          new LedgerEntry(
              id, entryKind, organization, spender, at, postings(entryKind), idempotencyKey, note));
    }

    /** In the kind's order, and after them what it may not post to, so that it is refused. */
    private List<Posting> postings(EntryKind entryKind) {
      List<Account> order = new ArrayList<>(entryKind.accounts());
      amounts.keySet().stream().filter(account -> !order.contains(account)).forEach(order::add);
      List<Posting> postings = new ArrayList<>(4);
      for (Account account : order) {
        long amount = amounts.getOrDefault(account, 0L);
        if (amount != 0) {
          postings.add(new Posting(account, new Money(amount)));
        }
      }
      return postings;
    }
  }

  static Bare bare(ResultSet row) throws SQLException {
    String key = row.getString("key_id");
    String organization = row.getString("organization");
    Map<Account, Long> amounts = new EnumMap<>(Account.class);
    for (Account account : COLUMNS) {
      amounts.put(account, row.getLong(column(account)));
    }
    return new Bare(
        row.getLong("sequence"),
        row.getString("hash"),
        row.getString("id"),
        row.getString("kind"),
        organization,
        key == null
            ? null
            : new Spender(
                organization,
                row.getString("workspace"),
                key,
                row.getString("member"),
                row.getString("end_user"),
                row.getString("model")),
        Instant.EPOCH.plus(row.getLong("created_at"), ChronoUnit.MICROS),
        amounts,
        row.getString("idempotency_key"),
        row.getString("note"));
  }

  private static String column(Account account) {
    return account.name().toLowerCase(Locale.ROOT);
  }
}
