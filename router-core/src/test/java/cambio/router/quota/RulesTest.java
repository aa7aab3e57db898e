package cambio.router.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import java.util.List;
import net.jqwik.api.Example;

class RulesTest {

  private static final Money DOLLAR = Money.parse("1");
  private static final BudgetRule BUDGET =
      BudgetRule.of(Scope.WORKSPACE, "dev", DOLLAR, ResetInterval.MONTHLY);

  @Example
  void rulesAreChecked() {
    Money debt = Money.parse("-0.000000001");
    assertThatThrownBy(() -> BudgetRule.of(Scope.KEY, "k", debt, ResetInterval.NEVER))
        .hasMessageContaining("expected: >= 0");
    assertThatThrownBy(() -> BudgetRule.of(Scope.KEY, "", DOLLAR, ResetInterval.NEVER))
        .hasMessageContaining("subject");
    assertThatThrownBy(() -> CreditRule.of("acme", debt)).hasMessageContaining("granted");
    assertThatThrownBy(() -> CreditRule.of("", DOLLAR)).hasMessageContaining("organization");
    assertThatThrownBy(() -> RateRule.requestsOfKey("k", 0)).hasMessageContaining("limit: 0");
    assertThatThrownBy(() -> RateRule.requestsOfKey("", 1)).hasMessageContaining("subject");
    assertThatThrownBy(() -> RateRule.requestsOfKey("k", RateRule.LIMIT_MAX + 1))
        .hasMessageContaining("expected: 1..");
    assertThat(RateRule.requestsOfKey("k", RateRule.LIMIT_MAX).limit())
        .isEqualTo(1_000_000_000_000L);
    assertThat(BudgetRule.of(Scope.KEY, "k", Money.ZERO, ResetInterval.NEVER).limit())
        .isEqualTo(Money.ZERO);
    assertThat(CreditRule.of("acme", Money.ZERO).granted()).isEqualTo(Money.ZERO);
  }

  @Example
  void moneyFailsClosedAndRatesFailOpen() {
    assertThat(BUDGET.onStoreFailure()).isEqualTo(OnStoreFailure.FAIL_CLOSED);
    assertThat(CreditRule.of("acme", DOLLAR).onStoreFailure())
        .isEqualTo(OnStoreFailure.FAIL_CLOSED);
    assertThat(RateRule.requestsOfKey("k", 1).onStoreFailure()).isEqualTo(OnStoreFailure.FAIL_OPEN);
  }

  @Example
  void creditIsABudgetOfTheOrganisationForGood() {
    CreditRule credit = CreditRule.of("acme", DOLLAR);
    assertThat(credit.scope()).isEqualTo(Scope.ORGANIZATION);
    assertThat(credit.subject()).isEqualTo("acme");
    assertThat(credit.limit()).isEqualTo(DOLLAR);
    assertThat(credit.reset()).isEqualTo(ResetInterval.NEVER);
  }

  @Example
  void rulesAddUp() {
    QuotaRules rates = QuotaRules.requestsOfKey("k", 60);
    QuotaRules money = new QuotaRules(List.of(BUDGET), List.of(RateRule.requestsOfKey("k", 7)));
    assertThat(QuotaRules.NONE.isEmpty()).isTrue();
    assertThat(rates.isEmpty()).isFalse();
    assertThat(new QuotaRules(List.of(BUDGET), List.of()).isEmpty()).isFalse();
    assertThat(QuotaRules.requestsOfKey("k", 0)).isEqualTo(QuotaRules.NONE);
    assertThat(rates.and(QuotaRules.NONE)).isSameAs(rates);
    assertThat(QuotaRules.NONE.and(rates)).isSameAs(rates);
    QuotaRules both = rates.and(money);
    assertThat(both.spend()).containsExactly(BUDGET);
    assertThat(both.rates()).hasSize(2);
    assertThat(both.rate(Scope.KEY, Measure.REQUESTS_PER_MINUTE)).isEqualTo(7);
    assertThat(money.and(rates).rate(Scope.KEY, Measure.REQUESTS_PER_MINUTE)).isEqualTo(7);
    assertThat(both.rate(Scope.KEY, Measure.TOKENS_PER_MINUTE)).isZero();
    assertThat(both.rate(Scope.WORKSPACE, Measure.REQUESTS_PER_MINUTE)).isZero();
  }
}
