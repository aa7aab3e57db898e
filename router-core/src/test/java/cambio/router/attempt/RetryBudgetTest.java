package cambio.router.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Test
  void whereEverythingFailsCallsStayUnderAFifthMoreThanRequests() {
    RetryBudget budget = RetryBudget.standard();
    int requests = 3_000;
    int calls = 0;
    for (int i = 0; i < requests; i++) {
      budget = budget.requested();
      calls++;
      for (int retry = 0; retry < 2 && budget.allowsRetry(); retry++) {
        budget = budget.retried();
        calls++;
      }
    }
    assertThat(calls).isGreaterThan(requests).isLessThanOrEqualTo(requests * 12 / 10);
  }

  @Test
  void aDeadEndpointAmongHealthyOnesNeverUsesItUp() {
    RetryBudget budget = RetryBudget.standard();
    for (int i = 0; i < 100_000; i++) {
      budget = budget.requested();
      assertThat(budget.allowsRetry()).isTrue();
      budget = budget.retried().retrySucceeded();
    }
  }

  @Test
  void anEmptyBudgetRefusesARetry() {
    RetryBudget empty = new RetryBudget(999, 5_000);
    assertThat(empty.allowsRetry()).isFalse();
    assertThatIllegalStateException().isThrownBy(empty::retried);
  }

  @Property
  void itNeverHoldsMoreThanItsMost(@ForAll @IntRange(max = 1_000) int most, @ForAll byte[] steps) {
    RetryBudget budget = RetryBudget.full(most);
    for (byte step : steps) {
      budget =
          switch (Math.floorMod(step, 3)) {
            case 0 -> budget.requested();
            case 1 -> budget.allowsRetry() ? budget.retried() : budget;
            default -> budget.retrySucceeded();
          };
      assertThat(budget.milliTokens()).isBetween(0, budget.maxMilliTokens());
    }
  }
}
