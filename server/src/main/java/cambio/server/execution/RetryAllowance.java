package cambio.server.execution;

import cambio.router.attempt.RetryBudget;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The one {@link RetryBudget} of the process. Safe from any thread. */
final class RetryAllowance {

  private final AtomicReference<RetryBudget> budget;

  RetryAllowance(RetryBudget full) {
    this.budget = new AtomicReference<>(full);
  }

  void requested(long nowMillis) {
    update(current -> current.requested(nowMillis));
  }

  boolean allowsRetry() {
    return budget.get().allowsRetry();
  }

  /** Takes a token, unless another call took the last one since it was asked for. */
  void retried() {
    update(current -> current.allowsRetry() ? current.retried() : current);
  }

  void retrySucceeded() {
    update(RetryBudget::retrySucceeded);
  }

  void retryRateLimited() {
    update(RetryBudget::retryRateLimited);
  }

  private void update(UnaryOperator<RetryBudget> step) {
    while (true) {
      RetryBudget current = budget.get();
      RetryBudget next = step.apply(current);
      if (next.equals(current) || budget.compareAndSet(current, next)) {
        return;
      }
    }
  }
}
