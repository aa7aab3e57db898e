package cambio.server.store;

import cambio.router.ledger.LedgerAudit;
import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.ledger.CreditBalance;
import cambio.server.quota.SpendSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Adds up the ledger by its daily sums; a day that is asked for in part, by its entries. */
final class SpendSums {

  private final Database database;

  SpendSums(Database database) {
    this.database = database;
  }

  /**
   * What an organisation has left and has used. One statement, so one moment: what is spent between
   * two would be told as credit that was granted, and could be spent once more.
   */
  CreditBalance balance(Handle handle, String organization) {
    return handle
        .createQuery(
            "select (select coalesce(-sum(amount), 0) from ledger_balance"
                + " where organization = :organization and account in ('credit', 'overdraft'))"
                + " as remaining,"
                + " (select coalesce(sum(amount), 0) from ledger_spend"
                + " where scope = 'organization' and subject = :organization) as used")
        .bind("organization", organization)
        .map((row, context) -> {
          Money used = new Money(row.getLong("used"));
          return new CreditBalance(new Money(row.getLong("remaining")).plus(used), used);
        })
        .one();
  }

  Money spent(Scope scope, String subject, Instant from) {
    return database.read(handle -> spent(handle, scope, subject, from));
  }

  /**
   * Sums and settled generations of one moment. Without generations the sums may be of several:
   * nothing is told besides them that they would have to agree with.
   */
  SpendSource.Moment moment(List<SpendSource.Sum> asked, List<String> generations) {
    Database.Work<SpendSource.Moment> work =
        handle ->
            new SpendSource.Moment(
                asked.stream()
                    .map(sum -> spent(handle, sum.scope(), sum.subject(), sum.from()))
                    .toList(),
                settled(handle, generations));
    return generations.isEmpty() ? database.read(work) : database.moment(work);
  }

  private static Set<String> settled(Handle handle, List<String> generations) {
    if (generations.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        handle
            .createQuery("select id from generation where id in (<ids>)")
            .bindList("ids", generations)
            .mapTo(String.class)
            .list());
  }

  private static Money spent(Handle handle, Scope scope, String subject, Instant from) {
    long day = LedgerAudit.day(from);
    if (from.equals(from.truncatedTo(ChronoUnit.DAYS))) {
      return new Money(days(handle, scope, subject, day));
    }
    Money whole = new Money(days(handle, scope, subject, day + 1));
    return whole.plus(partOfDay(handle, scope, subject, from));
  }

  private static long days(Handle handle, Scope scope, String subject, long from) {
    return handle
        .createQuery(
            "select coalesce(sum(amount), 0) from ledger_spend"
                + " where scope = :scope and subject = :subject and day >= :day")
        .bind("scope", scope.name().toLowerCase(Locale.ROOT))
        .bind("subject", subject)
        .bind("day", from)
        .mapTo(Long.class)
        .one();
  }

  /** The rest of the day that {@code from} is in. */
  private static Money partOfDay(Handle handle, Scope scope, String subject, Instant from) {
    Instant end = from.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    Money sum = Money.ZERO;
    for (Map.Entry<Spender, Long> spent : bySpender(handle, from, end).entrySet()) {
      if (subject.equals(spent.getKey().subject(scope))) {
        sum = sum.plus(new Money(spent.getValue()));
      }
    }
    return sum;
  }

  private static Map<Spender, Long> bySpender(Handle handle, Instant from, Instant end) {
    Map<Spender, Long> sums = new HashMap<>();
    handle
        .createQuery(
            "select organization, workspace, key_id, member, end_user, model,"
                + " sum(credit + overdraft) as spent from ledger_entry"
                + " where created_at >= :from and created_at < :end and key_id is not null"
                + " group by organization, workspace, key_id, member, end_user, model")
        .bind("from", Column.micros(from))
        .bind("end", Column.micros(end))
        .map((row, context) ->
            sums.put(
                new Spender(
                    row.getString("organization"),
                    row.getString("workspace"),
                    row.getString("key_id"),
                    row.getString("member"),
                    row.getString("end_user"),
                    row.getString("model")),
                row.getLong("spent")))
        .list();
    return sums;
  }

  Map<String, Money> byWorkspace(String organization, Instant from) {
    String prefix = Spender.workspacesOf(organization);
    return database.read(handle -> {
      Map<String, Money> sums = new HashMap<>();
      handle
          .createQuery(
              "select distinct subject from ledger_spend where scope = 'workspace'"
                  + " and substr(subject, 1, :length) = :prefix")
          .bind("length", prefix.length())
          .bind("prefix", prefix)
          .mapTo(String.class)
          .list()
          .forEach(subject -> {
            Money spent = spent(handle, Scope.WORKSPACE, subject, from);
            if (spent.nanos() != 0) {
              sums.put(subject, spent);
            }
          });
      return sums;
    });
  }
}
