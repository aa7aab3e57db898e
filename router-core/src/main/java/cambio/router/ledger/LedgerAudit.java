package cambio.router.ledger;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a whole book from its entries, fed in order, and says where what is kept differs. Not
 * safe for several threads at once.
 */
public final class LedgerAudit {

  /** So many findings are told in full; the rest are only counted. */
  private static final int TOLD = 100;

  private final EntryChain chain = new EntryChain();
  private final Books books = new Books();
  private final Map<SpendDay, Money> spend = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();
  private long untold;
  private long entries;
  private long generations;
  private long sequence;
  private String hash = EntryChain.START;

  /** What a subject spent on a day. */
  public record SpendDay(Scope scope, String subject, long day) implements Comparable<SpendDay> {

    @Override
    public int compareTo(SpendDay other) {
      int byScope = scope.compareTo(other.scope);
      int bySubject = byScope == 0 ? subject.compareTo(other.subject) : byScope;
      return bySubject == 0 ? Long.compare(day, other.day) : bySubject;
    }
  }

  /** The day of an instant: days since 1970 UTC. */
  public static long day(Instant at) {
    return ChronoUnit.DAYS.between(Instant.EPOCH, at);
  }

  /** Takes the next entry as it is kept. */
  public void entry(long number, String keptHash, LedgerEntry entry) {
    entries++;
    if (number != sequence + 1) {
      find("entry " + number + " follows " + sequence + ": the sequence has a gap");
    }
    String expected = chain.next(hash, number, entry);
    if (!expected.equals(keptHash)) {
      find("entry " + number + " (" + entry.id() + "): it or an entry before it was changed");
    }
    sequence = number;
    hash = keptHash;
    try {
      books.post(entry);
      spent(entry);
    } catch (ArithmeticException e) {
      find("entry " + number + " (" + entry.id() + "): an account leaves the range of money");
    }
  }

  /** Takes an entry that is none: its postings do not sum to zero, or a part of it is unknown. */
  public void broken(long number, String keptHash, String why) {
    entries++;
    find("entry " + number + ": " + why);
    sequence = number;
    hash = keptHash;
  }

  private void spent(LedgerEntry entry) {
    Spender spender = entry.spender();
    if (spender == null) {
      return;
    }
    Money total = Money.ZERO.minus(entry.balanceChange());
    for (Scope scope : Scope.values()) {
      String subject = spender.subject(scope);
      if (subject != null) {
        spend.merge(new SpendDay(scope, subject, day(entry.at())), total, Money::plus);
      }
    }
  }

  /**
   * Holds a generation's entry against its record.
   *
   * @param cost the record's; null where there is no such record
   */
  public void generation(LedgerEntry entry, @Nullable Money cost, Money fee) {
    generations++;
    if (cost == null) {
      find("entry " + entry.id() + " settles a generation that is not recorded");
      return;
    }
    Money total = cost.plus(fee);
    Money debited = Money.ZERO.minus(entry.balanceChange());
    if (!debited.equals(total)
        || !entry.to(Account.USAGE).equals(Money.ZERO.minus(cost))
        || !entry.to(Account.FEE).equals(Money.ZERO.minus(fee))) {
      find("generation " + entry.id() + " costs " + total + ", but was debited " + debited);
    }
  }

  /** Says that something else is wrong. */
  public void find(String what) {
    if (findings.size() < TOLD) {
      findings.add(what);
    } else {
      untold++;
    }
  }

  /** Holds the kept balances against the entries. */
  public void balances(Map<String, Map<Account, Money>> kept) {
    Map<String, Map<Account, Money>> folded = books.accounts();
    TreeSet<String> organizations = new TreeSet<>(kept.keySet());
    organizations.addAll(folded.keySet());
    for (String organization : organizations) {
      for (Account account : Account.values()) {
        Money one = kept.getOrDefault(organization, Map.of()).getOrDefault(account, Money.ZERO);
        Money other = folded.getOrDefault(organization, Map.of()).getOrDefault(account, Money.ZERO);
        compare("balance of " + organization + "/" + account, one, other);
      }
    }
    compare("all accounts together", books.total(), Money.ZERO);
  }

  /** Holds the kept daily sums against the entries. */
  public void spend(Map<SpendDay, Money> kept) {
    TreeSet<SpendDay> days = new TreeSet<>(kept.keySet());
    days.addAll(spend.keySet());
    for (SpendDay day : days) {
      compare(
          "spending of " + day,
          Objects.requireNonNullElse(kept.get(day), Money.ZERO),
          Objects.requireNonNullElse(spend.get(day), Money.ZERO));
    }
  }

  private void compare(String what, Money kept, Money computed) {
    if (!kept.equals(computed)) {
      find(what + " is kept as " + kept + ", but its entries sum to " + computed);
    }
  }

  /**
   * What came of it.
   *
   * @param entries how many were read
   * @param generations how many of them settle a generation
   * @param head the last entry's hash: kept elsewhere, it proves the book as it is now
   * @param findings what is wrong; empty where nothing is
   */
  public record Report(
      long entries,
      long generations,
      String head,
      Map<String, Map<Account, Money>> accounts,
      List<String> findings) {}

  /** The report of everything taken so far. */
  public Report report() {
    List<String> told = new ArrayList<>(findings);
    if (untold > 0) {
      told.add("and " + untold + " more");
    }
    return new Report(entries, generations, hash, books.accounts(), told);
  }
}
