package cambio.router.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.Deque;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {

  @ParameterizedTest
  @ValueSource(ints = {300, 1_000})
  void whereEverythingFailsCallsOfTenSecondsStayUnderAFifthMoreThanRequests(int perSecond) {
    RetryBudget budget = warm(perSecond);
    int requests = 10 * perSecond;
    int calls = 0;
    for (int i = 0; i < requests; i++) {
      budget = budget.requested(60_000 + i * 1_000L / perSecond);
      calls++;
      for (int retry = 0; retry < 2 && budget.allowsRetry(); retry++) {
        budget = budget.retried();
        calls++;
      }
    }
    assertThat(calls).isGreaterThan(requests).isLessThanOrEqualTo(requests * 121 / 100);
  }

  @Test
  void aDeadEndpointThatHadAllTheTrafficIsPaidForWhileFailOversTakeASecond() {
    RetryBudget budget = warm(200);
    Deque<Integer> underWay = new ArrayDeque<>();
    for (int i = 0; i < 2_000; i++) {
      budget = budget.requested(60_000 + i * 5L);
      assertThat(budget.allowsRetry()).as("request " + i).isTrue();
      budget = budget.retried();
      underWay.add(i);
      if (underWay.element() <= i - 200) {
        underWay.remove();
        budget = budget.retrySucceeded();
      }
    }
  }

  @Test
  void anEmptyBudgetRefusesARetry() {
    RetryBudget empty = new RetryBudget(999, 0, 0);
    assertThat(empty.allowsRetry()).isFalse();
    assertThatIllegalStateException().isThrownBy(empty::retried);
  }

  @Property
  void itIsNeverNegativeAndNeverOverASecondsWorth(@ForAll byte[] steps) {
    RetryBudget budget = RetryBudget.standard();
    for (byte step : steps) {
      budget =
          switch (Math.floorMod(step, 3)) {
            case 0 -> budget.requested(step);
            case 1 -> budget.allowsRetry() ? budget.retried() : budget;
            default -> budget.retrySucceeded();
          };
      assertThat(budget.milliTokens())
          .isBetween(0L, (long) Math.max(50_000, 1_000 * budget.requestsPerSecond()));
    }
  }

  private static RetryBudget warm(int perSecond) {
    RetryBudget budget = RetryBudget.standard();
    for (int i = 0; i < 60 * perSecond; i++) {
      budget = budget.requested(i * 1_000L / perSecond);
    }
    return budget;
  }
}
