package cambio.server.execution;

import cambio.router.attempt.HedgeBudget;
import java.util.concurrent.atomic.AtomicReference;

/** The one {@link HedgeBudget} of the process. Safe from any thread. */
final class HedgeAllowance {

  private final AtomicReference<HedgeBudget> budget = new AtomicReference<>(HedgeBudget.standard());

  void requested() {
    budget.updateAndGet(HedgeBudget::requested);
  }

  /** Takes a token, where there is one. */
  boolean take() {
    HedgeBudget before =
        budget.getAndUpdate(current -> current.allowsHedge() ? current.hedged() : current);
    return before.allowsHedge();
  }
}
