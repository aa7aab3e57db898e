package cambio.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.ledger.FeePolicy.Basis;
import cambio.router.money.Money;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** No sequence of events makes money: a plain model next to the book says the same. */
class LedgerPropertyTest {

  /** An event of money, as the outside sees it. */
  record Event(int what, String organization, long nanos, boolean prepaid) {}

  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.of("acme", "other"),
            Arbitraries.longs().between(1, 1_000_000_000_000L),
            Arbitraries.of(true, false))
        .as(Event::new)
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<FeePolicy> fees() {
    return Combinators.combine(
            Arbitraries.of(Basis.values()), Arbitraries.integers().between(0, 1_000_000))
        .as(FeePolicy::new);
  }

  @Property(tries = 1_000)
  void noSequenceOfEntriesMakesMoney(
      @ForAll("events") List<Event> events, @ForAll("fees") FeePolicy fees) {
    Books books = new Books();
    Map<String, Long> paidIn = new HashMap<>();
    Map<String, Long> given = new HashMap<>();
    Map<String, Long> used = new HashMap<>();
    int number = 0;
    for (Event event : events) {
      number++;
      String organization = event.organization();
      LedgerEntry entry = entry(number, event, fees, books.balance(organization));
      if (entry == null) {
        continue;
      }
      books.post(entry);
      long change = entry.balanceChange().nanos();
      switch (entry.kind()) {
        case CREDIT -> {
          paidIn.merge(organization, event.nanos(), Long::sum);
          given.merge(organization, change, Long::sum);
          assertThat(change).isEqualTo(event.nanos() - fees.ofPurchase(money(event)).nanos());
        }
        case REFUND, ADJUSTMENT -> given.merge(organization, change, Long::sum);
        case GENERATION -> {
          used.merge(organization, -change, Long::sum);
          assertThat(-change).isEqualTo(event.nanos() + fees.ofUsage(money(event)).nanos());
        }
      }
      assertThat(books.total()).isEqualTo(Money.ZERO);
    }
    for (String organization : List.of("acme", "other")) {
      assertThat(books.balance(organization).nanos())
          .isEqualTo(given.getOrDefault(organization, 0L) - used.getOrDefault(organization, 0L));
      assertThat(books.account(organization, Account.CASH).nanos())
          .isEqualTo(paidIn.getOrDefault(organization, 0L));
    }
  }

  private static Money money(Event event) {
    return new Money(event.nanos());
  }

  private static @Nullable LedgerEntry entry(
      int number, Event event, FeePolicy fees, Money balance) {
    Instant at = Instant.EPOCH.plusSeconds(number);
    String id = "e" + number;
    Bookkeeping.Order order =
        new Bookkeeping.Order(id, event.organization(), at, "idem" + number, null);
    Spender spender = new Spender(event.organization(), "dev", "key", null, null, "m");
    return switch (event.what()) {
      case 0 -> Bookkeeping.purchase(order, money(event), fees);
      case 1 -> Bookkeeping.refund(order, money(event), Money.ZERO);
      case 2 ->
          Bookkeeping.adjustment(
              order, new Money(event.prepaid() ? event.nanos() : -event.nanos()));
      default ->
          Bookkeeping.generation(
              id, spender, Charge.of(money(event), fees, event.prepaid()), balance, at);
    };
  }

  @Property(tries = 500)
  void prepaidCreditIsNeverNegativeAndTheOverdraftIsWhatIsMissing(
      @ForAll("events") List<Event> events) {
    Books books = new Books();
    int number = 0;
    for (Event event : events) {
      number++;
      boolean purchase = event.what() % 2 == 0;
      Event prepaid = new Event(purchase ? 0 : 3, event.organization(), event.nanos(), true);
      LedgerEntry entry =
          entry(number, prepaid, FeePolicy.NONE, books.balance(event.organization()));
      if (entry != null) {
        books.post(entry);
      }
      // A credit account is credited: what is left of it is never a debit.
      assertThat(books.account(event.organization(), Account.CREDIT).nanos())
          .isLessThanOrEqualTo(0);
      assertThat(books.account(event.organization(), Account.OVERDRAFT).nanos())
          .isGreaterThanOrEqualTo(0);
    }
  }

  @Property(tries = 200)
  void anAuditOfWhatWasPostedFindsNothingAndOfAnythingElseDoes(
      @ForAll("events") List<Event> events, @ForAll("fees") FeePolicy fees) {
    LedgerAudit audit = new LedgerAudit();
    LedgerAudit changed = new LedgerAudit();
    EntryChain chain = new EntryChain();
    Books books = new Books();
    String hash = EntryChain.START;
    long sequence = 0;
    for (Event event : events) {
      LedgerEntry entry = entry((int) sequence, event, fees, books.balance(event.organization()));
      if (entry == null) {
        continue;
      }
      sequence++;
      hash = chain.next(hash, sequence, entry);
      books.post(entry);
      audit.entry(sequence, hash, entry);
      changed.entry(sequence, hash, sequence == 1 ? forged(entry) : entry);
    }
    audit.balances(books.accounts());
    assertThat(audit.report().findings()).isEmpty();
    assertThat(audit.report().head()).isEqualTo(hash);
    if (sequence > 0) {
      assertThat(changed.report().findings()).isNotEmpty();
    }
  }

  private static LedgerEntry forged(LedgerEntry entry) {
    return new LedgerEntry(
        entry.id(),
        entry.kind(),
        entry.organization(),
        entry.spender(),
        entry.at(),
        entry.postings(),
        entry.idempotencyKey(),
        "forged");
  }
}
