package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.Measure;
import cambio.server.execution.BudgetState;
import cambio.server.execution.RateLimitState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the tightest limits of a call stand, for its caller. Pure but for what a desk knows. */
final class Standing {

  private Standing() {}

  /** The pace of requests that has the least left; null where there is none. */
  static @Nullable RateLimitState ofRates(List<RateLine> rates, List<RateReading> readings) {
    RateReading tightest = null;
    for (int i = 0; i < readings.size(); i++) {
      RateReading reading = readings.get(i);
      if (rates.get(i).rule().measure() == Measure.REQUESTS_PER_MINUTE
          && (tightest == null || reading.remaining() < tightest.remaining())) {
        tightest = reading;
      }
    }
    return tightest == null
        ? null
        : new RateLimitState(tightest.limit(), tightest.remaining(), tightest.resetAfter());
  }

  /**
   * The budget that has the least left; null where none is known.
   *
   * @param left what is free of each budget, as far as the roots told
   */
  static @Nullable BudgetState ofBudgets(List<SpendLine> spend, List<Money> left, QuotaDesk desk) {
    BudgetState tightest = null;
    for (int i = 0; i < left.size() && i < spend.size(); i++) {
      BudgetState state = of(spend.get(i), left.get(i), desk);
      if (state != null
          && (tightest == null || state.remaining().compareTo(tightest.remaining()) < 0)) {
        tightest = state;
      }
    }
    return tightest;
  }

  /**
   * A budget as it stands; of a pooled one what is left of this root's slice and of the pool, as
   * far as it is known.
   */
  private static @Nullable BudgetState of(SpendLine budget, Money left, QuotaDesk desk) {
    if (!budget.pooled()) {
      return new BudgetState(budget.rule().limit(), left);
    }
    Money pool = desk.poolFree(budget);
    return pool == null ? null : new BudgetState(budget.rule().limit(), left.plus(pool));
  }
}
