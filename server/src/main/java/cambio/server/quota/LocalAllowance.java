package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.OnStoreFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this router admits on its own while the shared store is away: its share of each rate, and of
 * a budget that may fail open its share of a twentieth in each window. So all routers together
 * overshoot by a proven maximum: at most once the rate, and five percent of the budget.
 */
final class LocalAllowance {

  private static final int BUDGET_PART = 20;

  private final QuotaBooks books;
  private final int replicas;

  /**
   * An allowance.
   *
   * @param replicas how many routers share the limits at most
   */
  LocalAllowance(InstantSource clock, int replicas, Duration ttl) {
    this.books =
        QuotaBooks.over(new MemoryQuotaStore(clock), SpendSource.empty(), Runnable::run, ttl);
    this.replicas = replicas;
  }

  QuotaBooks books() {
    return books;
  }

  /** This router's share of the lines of a call; null where one of them must not go on. */
  @Nullable CallLines lines(CallLines shared) {
    List<SpendLine> spend = new ArrayList<>();
    for (SpendLine line : shared.allSpend()) {
      if (line.rule().onStoreFailure() == OnStoreFailure.FAIL_CLOSED) {
        return null;
      }
      spend.add(share(line));
    }
    List<RateLine> rates = new ArrayList<>();
    for (RateLine line : shared.allRates()) {
      if (line.rule().onStoreFailure() == OnStoreFailure.FAIL_CLOSED) {
        return null;
      }
      rates.add(line.at(Math.max(1, line.limit() / replicas)));
    }
    return new CallLines(spend, rates, List.of(), List.of());
  }

  private SpendLine share(SpendLine line) {
    Money limit = new Money(line.rule().limit().nanos() / BUDGET_PART / replicas);
    BudgetRule rule =
        new BudgetRule(
            line.rule().scope(),
            line.rule().subject(),
            limit,
            line.rule().reset(),
            OnStoreFailure.FAIL_OPEN);
    return new SpendLine(
        rule, line.counter(), line.scope(), line.subject(), line.from(), line.until(), false);
  }
}
