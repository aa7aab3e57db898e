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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads entries back. */
final class LedgerRows {

  private LedgerRows() {}

  /** An entry without its postings. */
  record Bare(
      long sequence,
      String hash,
      String id,
      String kind,
      String organization,
      @Nullable Spender spender,
      Instant at,
      @Nullable String idempotencyKey,
      @Nullable String note) {

    /**
     * The whole of it.
     *
     * @throws IllegalArgumentException where it is no legal entry
     */
    RecordedEntry with(List<Posting> postings) {
      return new RecordedEntry(
          sequence,
          hash,
          new LedgerEntry(
              id,
              EntryKind.valueOf(kind.toUpperCase(Locale.ROOT)),
              organization,
              spender,
              at,
              postings,
              idempotencyKey,
              note));
    }
  }

  static Bare bare(ResultSet row) throws SQLException {
    String key = row.getString("key_id");
    String organization = row.getString("organization");
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
        row.getString("idempotency_key"),
        row.getString("note"));
  }

  /** The postings of entries in a range of numbers. */
  static Map<Long, List<Posting>> postings(Handle handle, long from, long to) {
    Map<Long, List<Posting>> postings = new HashMap<>();
    handle
        .createQuery(
            "select sequence, account, amount from ledger_posting"
                + " where sequence between :from and :to order by sequence, number")
        .bind("from", from)
        .bind("to", to)
        .map((row, context) ->
            postings
                .computeIfAbsent(row.getLong("sequence"), sequence -> new ArrayList<>(4))
                .add(
                    new Posting(
                        Account.valueOf(row.getString("account").toUpperCase(Locale.ROOT)),
                        new Money(row.getLong("amount")))))
        .list();
    return postings;
  }
}
