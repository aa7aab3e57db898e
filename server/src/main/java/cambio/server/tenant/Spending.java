package cambio.server.tenant;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.ledger.SpendHistory;
import java.time.Instant;

/**
 * What somebody spent, in the windows that are shown.
 *
 * @param total since the beginning
 * @param daily today, UTC
 * @param weekly since Monday, UTC
 * @param monthly this month, UTC
 */
public record Spending(Money total, Money daily, Money weekly, Money monthly) {

  /** Asks the ledger. Blocks. */
  public static Spending of(SpendHistory history, Scope scope, String subject, Instant now) {
    return new Spending(
        history.spent(scope, subject, ResetInterval.NEVER.windowStart(now)),
        history.spent(scope, subject, ResetInterval.DAILY.windowStart(now)),
        history.spent(scope, subject, ResetInterval.WEEKLY.windowStart(now)),
        history.spent(scope, subject, ResetInterval.MONTHLY.windowStart(now)));
  }

  /** What was spent in the window of an interval. */
  public Money in(ResetInterval interval) {
    return switch (interval) {
      case NEVER -> total;
      case DAILY -> daily;
      case WEEKLY -> weekly;
      case MONTHLY -> monthly;
    };
  }

  /** What is left of a limit in the window of an interval; never below 0. */
  public Money left(Money limit, ResetInterval interval) {
    Money left = limit.minus(in(interval));
    return left.nanos() < 0 ? Money.ZERO : left;
  }
}
