package cambio.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.ledger.FeePolicy.Basis;
import cambio.router.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BookkeepingTest {

  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  static final Spender ANA = new Spender("acme", "dev", "key1", "ana", "user", "acme/large");
  static final FeePolicy FIVE = FeePolicy.percent(Basis.PURCHASE, "5");

  static Bookkeeping.Order order(String id) {
    return new Bookkeeping.Order(id, "acme", NOW, "idem-" + id, "a note");
  }

  static LedgerEntry generation(String id, Charge charge, long balance) {
    return Objects.requireNonNull(Bookkeeping.generation(id, ANA, charge, new Money(balance), NOW));
  }

  @Test
  void aPurchasePostsTheFeeOnItsOwn() {
    LedgerEntry entry = Bookkeeping.purchase(order("e1"), Money.parse("100"), FIVE);
    assertThat(entry.kind()).isEqualTo(EntryKind.CREDIT);
    assertThat(entry.postings())
        .containsExactly(
            new Posting(Account.CASH, Money.parse("100")),
            new Posting(Account.CREDIT, Money.parse("-95")),
            new Posting(Account.FEE, Money.parse("-5")));
    assertThat(entry.balanceChange()).isEqualTo(Money.parse("95"));
    assertThat(entry.idempotencyKey()).isEqualTo("idem-e1");
    assertThat(entry.note()).isEqualTo("a note");
  }

  @Test
  void aPurchaseWithoutAFeeHasTwoPostings() {
    LedgerEntry entry = Bookkeeping.purchase(order("e1"), new Money(1), FeePolicy.NONE);
    assertThat(entry.postings())
        .containsExactly(
            new Posting(Account.CASH, new Money(1)), new Posting(Account.CREDIT, new Money(-1)));
  }

  @Test
  void nothingOrLessIsNeitherBoughtNorGivenBack() {
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> Bookkeeping.purchase(order("e"), new Money(nanos), FIVE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: over 0");
      assertThatThrownBy(() -> Bookkeeping.refund(order("e"), new Money(nanos), Money.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRefundTurnsUsageIntoCredit() {
    LedgerEntry entry = Bookkeeping.refund(order("e1"), new Money(7), new Money(2));
    assertThat(entry.to(Account.USAGE)).isEqualTo(new Money(7));
    assertThat(entry.to(Account.FEE)).isEqualTo(new Money(2));
    assertThat(entry.balanceChange()).isEqualTo(new Money(9));
    assertThat(Bookkeeping.refund(order("e2"), new Money(7), Money.ZERO).postings()).hasSize(2);
    assertThatThrownBy(() -> Bookkeeping.refund(order("e3"), new Money(7), new Money(-2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAdjustmentGoesBothWays() {
    assertThat(Bookkeeping.adjustment(order("e"), new Money(7)).balanceChange())
        .isEqualTo(new Money(7));
    assertThat(Bookkeeping.adjustment(order("e"), new Money(-7)).balanceChange())
        .isEqualTo(new Money(-7));
    assertThatThrownBy(() -> Bookkeeping.adjustment(order("e"), Money.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGenerationIsDebitedItsCostAndItsFee() {
    Charge charge = Charge.of(new Money(1_000), FeePolicy.percent(Basis.USAGE, "5"), false);
    LedgerEntry entry = generation("gen_1", charge, 0);
    assertThat(entry.postings())
        .containsExactly(
            new Posting(Account.CREDIT, new Money(1_050)),
            new Posting(Account.USAGE, new Money(-1_000)),
            new Posting(Account.FEE, new Money(-50)));
    assertThat(entry.id()).isEqualTo("gen_1");
    assertThat(entry.spender()).isEqualTo(ANA);
    assertThat(entry.organization()).isEqualTo("acme");
  }

  @Test
  void whatPrepaidCreditDoesNotCoverIsAnOverdraft() {
    Charge charge = new Charge(new Money(100), Money.ZERO, true);
    assertThat(generation("g", charge, 100).to(Account.OVERDRAFT)).isEqualTo(Money.ZERO);
    LedgerEntry part = generation("g", charge, 99);
    assertThat(part.to(Account.CREDIT)).isEqualTo(new Money(99));
    assertThat(part.to(Account.OVERDRAFT)).isEqualTo(new Money(1));
    for (long nothing : new long[] {0, -1, -500}) {
      LedgerEntry all = generation("g", charge, nothing);
      assertThat(all.to(Account.CREDIT)).isEqualTo(Money.ZERO);
      assertThat(all.to(Account.OVERDRAFT)).isEqualTo(new Money(100));
      assertThat(all.balanceChange()).isEqualTo(new Money(-100));
    }
  }

  @Test
  void whatCostsNothingIsNoEntry() {
    Charge free = new Charge(Money.ZERO, Money.ZERO, true);
    assertThat(Bookkeeping.generation("g", ANA, free, Money.ZERO, NOW)).isNull();
  }

  @Test
  void aNegativeChargeWouldMakeMoney() {
    assertThatThrownBy(() -> new Charge(new Money(-1), Money.ZERO, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Charge(Money.ZERO, new Money(-1), false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Charge(new Money(Long.MAX_VALUE), new Money(1), false).total())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void anEntryThatDoesNotSumToZeroIsNone() {
    assertThatThrownBy(() -> entry(EntryKind.CREDIT, null, new Money(2), new Money(-1)))
        .hasMessageContaining("expected: 0");
    assertThatThrownBy(() ->
            entry(EntryKind.CREDIT, null, new Money(Long.MAX_VALUE), new Money(Long.MAX_VALUE)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> entry(EntryKind.CREDIT, null, new Money(1)))
        .hasMessageContaining("2 or more");
    assertThatThrownBy(() -> entry(EntryKind.CREDIT, null, Money.ZERO, Money.ZERO))
        .hasMessageContaining("a debit or a credit");
    assertThatThrownBy(() -> entry(EntryKind.GENERATION, null, new Money(1), new Money(-1)))
        .hasMessageContaining("spender");
    assertThatThrownBy(() -> entry(EntryKind.CREDIT, ANA, new Money(1), new Money(-1)))
        .hasMessageContaining("spender");
    Spender other = new Spender("other", "dev", "key1", null, null, null);
    assertThatThrownBy(() -> entry(EntryKind.GENERATION, other, new Money(1), new Money(-1)))
        .hasMessageContaining("spender of other");
  }

  @Test
  void anEntryPostsToTheAccountsOfItsKindOnceEachAndInTheirOrder() {
    LedgerEntry bought = Bookkeeping.purchase(order("e"), new Money(10), FeePolicy.NONE);
    Posting cash = new Posting(Account.CASH, new Money(10));
    Posting credit = new Posting(Account.CREDIT, new Money(-10));
    assertThat(bought.postings()).containsExactly(cash, credit);
    Posting half = new Posting(Account.CREDIT, new Money(-5));
    Posting usage = new Posting(Account.USAGE, new Money(-10));
    for (List<Posting> wrong :
        List.of(List.of(credit, cash), List.of(cash, half, half), List.of(cash, usage))) {
      assertThatThrownBy(
              () -> new LedgerEntry("e", EntryKind.CREDIT, "acme", null, NOW, wrong, null, null))
          .hasMessageContaining("in order");
    }
  }

  private static LedgerEntry entry(
      EntryKind kind, @org.jspecify.annotations.Nullable Spender spender, Money... amounts) {
    List<Posting> postings = new java.util.ArrayList<>();
    for (int i = 0; i < amounts.length; i++) {
      postings.add(new Posting(kind.accounts().get(i), amounts[i]));
    }
    return new LedgerEntry("id", kind, "acme", spender, NOW, postings, null, null);
  }

  @Test
  void subjectsAreNestedAndCannotPretend() {
    assertThat(ANA.subject(cambio.router.quota.Scope.KEY)).isEqualTo("key1");
    assertThat(ANA.subject(cambio.router.quota.Scope.MEMBER)).isEqualTo("acme/ana");
    assertThat(ANA.subject(cambio.router.quota.Scope.WORKSPACE)).isEqualTo("acme/dev");
    assertThat(ANA.subject(cambio.router.quota.Scope.ORGANIZATION)).isEqualTo("acme");
    assertThat(ANA.subject(cambio.router.quota.Scope.MODEL)).isEqualTo("acme/dev/acme/large");
    assertThat(ANA.subject(cambio.router.quota.Scope.END_USER)).isEqualTo("acme/dev/user");
    Spender odd = new Spender("a/b", "c%d", "k", null, null, null);
    assertThat(odd.subject(cambio.router.quota.Scope.WORKSPACE)).isEqualTo("a%2Fb/c%25d");
    assertThat(odd.subject(cambio.router.quota.Scope.MEMBER)).isNull();
    assertThat(odd.subject(cambio.router.quota.Scope.MODEL)).isNull();
    assertThat(odd.subject(cambio.router.quota.Scope.END_USER)).isNull();
    assertThat(Spender.workspacesOf("a/b")).isEqualTo("a%2Fb/");
  }
}
