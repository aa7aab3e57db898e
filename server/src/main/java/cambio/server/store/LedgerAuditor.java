package cambio.server.store;

import cambio.router.ledger.Account;
import cambio.router.ledger.EntryKind;
import cambio.router.ledger.LedgerAudit;
import cambio.router.ledger.LedgerAudit.SpendDay;
import cambio.router.ledger.LedgerEntry;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.ledger.RecordedEntry;
import cambio.server.store.LedgerRows.Bare;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Feeds a {@link LedgerAudit} from the tables, page by page, within one snapshot of them. */
final class LedgerAuditor {

  private static final int PAGE = 1_000;

  private final Handle handle;
  private final LedgerAudit audit = new LedgerAudit();

  LedgerAuditor(Handle handle) {
    this.handle = handle;
  }

  LedgerAudit.Report run() {
    long last = 0;
    while (true) {
      List<Bare> page =
          handle
              .createQuery(
                  "select * from ledger_entry where sequence > :last order by sequence limit :most")
              .bind("last", last)
              .bind("most", PAGE)
              .map((row, context) -> LedgerRows.bare(row))
              .list();
      if (page.isEmpty()) {
        break;
      }
      page(page);
      last = page.getLast().sequence();
    }
    audit.balances(balances());
    audit.spend(spend());
    generations();
    return audit.report();
  }

  private void page(List<Bare> page) {
    long from = page.getFirst().sequence();
    long to = page.getLast().sequence();
    Map<String, Money[]> costs = costs(from, to);
    for (Bare bare : page) {
      RecordedEntry recorded;
      try {
        recorded = bare.entry();
      } catch (IllegalArgumentException e) {
        audit.broken(bare.sequence(), bare.hash(), String.valueOf(e.getMessage()));
        continue;
      }
      LedgerEntry entry = recorded.entry();
      audit.entry(recorded.sequence(), recorded.hash(), entry);
      if (entry.kind() == EntryKind.GENERATION) {
        Money[] cost = costs.get(entry.id());
        audit.generation(entry, cost == null ? null : cost[0], cost == null ? Money.ZERO : cost[1]);
      }
    }
  }

  /** Cost and fee of the generations that a range of entries settles. */
  private Map<String, Money[]> costs(long from, long to) {
    Map<String, Money[]> costs = new HashMap<>();
    handle
        .createQuery(
            "select g.id, g.cost_total, g.fee from ledger_entry e join generation g on g.id = e.id"
                + " where e.sequence between :from and :to and g.cost_total is not null")
        .bind("from", from)
        .bind("to", to)
        .map((row, context) ->
            costs.put(
                row.getString("id"),
                new Money[] {new Money(row.getLong("cost_total")), new Money(row.getLong("fee"))}))
        .list();
    return costs;
  }

  private Map<String, Map<Account, Money>> balances() {
    Map<String, Map<Account, Money>> kept = new HashMap<>();
    handle
        .createQuery("select organization, account, amount from ledger_balance")
        .map((row, context) ->
            kept.computeIfAbsent(
                    row.getString("organization"), name -> new EnumMap<>(Account.class))
                .put(
                    Account.valueOf(row.getString("account").toUpperCase(Locale.ROOT)),
                    new Money(row.getLong("amount"))))
        .list();
    return kept;
  }

  private Map<SpendDay, Money> spend() {
    Map<SpendDay, Money> kept = new HashMap<>();
    handle
        .createQuery("select scope, subject, day, amount from ledger_spend")
        .map((row, context) ->
            kept.put(
                new SpendDay(
                    Scope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT)),
                    row.getString("subject"),
                    row.getLong("day")),
                new Money(row.getLong("amount"))))
        .list();
    return kept;
  }

  private void generations() {
    find(
        "generation %s has a cost, but no entry",
        "select g.id from generation g"
            + " left join ledger_entry e on e.id = g.id and e.kind = 'generation'"
            + " where g.settled_at is not null and g.cost_total + g.fee > 0 and e.id is null");
    find(
        "generation %s is settled more than once",
        "select id from ledger_entry where kind = 'generation' group by id having count(*) > 1");
    find(
        "the parts of generation %s's cost do not sum to its total",
        "select id from generation where cost_total is not null and cost_total <> cost_input"
            + " + cost_cache_read + cost_cache_write + cost_output + cost_reasoning + cost_image"
            + " + cost_request");
  }

  private void find(String what, String query) {
    handle.createQuery(query).mapTo(String.class).forEach(id -> audit.find(what.formatted(id)));
  }
}
