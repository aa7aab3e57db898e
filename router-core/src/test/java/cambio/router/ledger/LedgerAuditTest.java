package cambio.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.ledger.LedgerAudit.SpendDay;
import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {

  private final EntryChain chain = new EntryChain();
  private final LedgerAudit audit = new LedgerAudit();

  private final LedgerEntry bought =
      Bookkeeping.purchase(BookkeepingTest.order("e1"), new Money(1_000), FeePolicy.NONE);
  private final LedgerEntry used =
      BookkeepingTest.generation("gen_1", new Charge(new Money(300), new Money(15), true), 1_000);
  private final String first = chain.next(EntryChain.START, 1, bought);
  private final String second = chain.next(first, 2, used);

  private List<String> findings() {
    return audit.report().findings();
  }

  private void takeBoth() {
    audit.entry(1, first, bought);
    audit.entry(2, second, used);
  }

  @Test
  void whatAgreesIsNotFound() {
    takeBoth();
    audit.generation(used, new Money(300), new Money(15));
    audit.balances(
        Map.of(
            "acme",
            Map.of(
                Account.CASH, new Money(1_000),
                Account.CREDIT, new Money(-685),
                Account.USAGE, new Money(-300),
                Account.FEE, new Money(-15))));
    Map<SpendDay, Money> spend = new HashMap<>();
    for (Scope scope : Scope.values()) {
      spend.put(
          new SpendDay(
              scope,
              java.util.Objects.requireNonNull(BookkeepingTest.ANA.subject(scope)),
              LedgerAudit.day(BookkeepingTest.NOW)),
          new Money(315));
    }
    audit.spend(spend);
    LedgerAudit.Report report = audit.report();
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(2);
    assertThat(report.generations()).isEqualTo(1);
    assertThat(report.head()).isEqualTo(second);
    assertThat(report.accounts().get("acme")).containsEntry(Account.CREDIT, new Money(-685));
  }

  @Test
  void aGapIsFound() {
    audit.entry(1, first, bought);
    audit.entry(3, chain.next(first, 3, used), used);
    assertThat(findings()).singleElement().asString().contains("gap");
  }

  @Test
  void aChangedEntryIsFound() {
    audit.entry(1, first, bought);
    audit.entry(2, first, used);
    assertThat(findings()).singleElement().asString().contains("gen_1").contains("changed");
  }

  @Test
  void aBrokenEntryIsFoundAndTheChainGoesOn() {
    audit.broken(1, first, "postings sum to 1");
    audit.entry(2, second, used);
    assertThat(findings()).containsExactly("entry 1: postings sum to 1");
  }

  @Test
  void aBalanceOrASumThatWasChangedIsFound() {
    takeBoth();
    audit.balances(Map.of("acme", Map.of(Account.CASH, new Money(1_001)), "ghost", Map.of()));
    assertThat(findings()).hasSize(4).first().asString().contains("acme/CASH").contains("1001");
    audit.spend(Map.of(new SpendDay(Scope.KEY, "ghost", 1), new Money(1)));
    assertThat(findings()).hasSize(4 + 7);
  }

  @Test
  void aGenerationThatWasDebitedSomethingElseIsFound() {
    takeBoth();
    audit.generation(used, new Money(301), new Money(14));
    assertThat(findings()).singleElement().asString().contains("costs 0.000000315");
    audit.generation(used, null, Money.ZERO);
    assertThat(findings()).last().asString().contains("not recorded");
    audit.generation(used, new Money(300), new Money(14));
    audit.generation(used, new Money(299), new Money(15));
    assertThat(findings()).hasSize(4);
  }

  @Test
  void notEverythingIsToldWhenTooMuchIsWrong() {
    for (int i = 0; i < 150; i++) {
      audit.find("finding " + i);
    }
    assertThat(findings()).hasSize(101).last().isEqualTo("and 50 more");
  }

  @Test
  void theChainCoversEverything() {
    Spender other = new Spender("acme", "dev", "key1", "ana", "user", null);
    LedgerEntry without =
        new LedgerEntry(
            used.id(), used.kind(), "acme", other, used.at(), used.postings(), null, null);
    LedgerEntry later =
        new LedgerEntry(
            used.id(),
            used.kind(),
            "acme",
            used.spender(),
            Instant.EPOCH,
            used.postings(),
            null,
            null);
    assertThat(
            List.of(
                chain.next(first, 2, used),
                chain.next(first, 3, used),
                chain.next(second, 2, used),
                chain.next(first, 2, without),
                chain.next(first, 2, later),
                chain.next(first, 2, bought)))
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    assertThat(new EntryChain().next(first, 2, used)).isEqualTo(second);
  }

  @Test
  void anAccountOutOfRangeIsFound() {
    LedgerEntry huge =
        Bookkeeping.purchase(
            BookkeepingTest.order("e9"), new Money(Long.MAX_VALUE), FeePolicy.NONE);
    audit.entry(1, chain.next(EntryChain.START, 1, huge), huge);
    String hash = chain.next(chain.next(EntryChain.START, 1, huge), 2, huge);
    audit.entry(2, hash, huge);
    assertThat(findings()).singleElement().asString().contains("range");
  }

  @Test
  void daysAreOfUtc() {
    assertThat(LedgerAudit.day(Instant.parse("1970-01-02T00:00:00Z"))).isEqualTo(1);
    assertThat(LedgerAudit.day(Instant.parse("1970-01-01T23:59:59.999Z"))).isZero();
  }
}
