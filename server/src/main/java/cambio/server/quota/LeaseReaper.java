package cambio.server.quota;

import cambio.router.money.Money;
import cambio.spi.FailureException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends leases whose router went away. An expired lease is not simply given back: its generation may
 * be in the ledger, written a moment before the crash, and then it is settled at that cost.
 */
final class LeaseReaper {

  private static final Logger log = LoggerFactory.getLogger(LeaseReaper.class);

  private final QuotaStore store;
  private final SpendSource ledger;
  private final Executor blocking;
  private final Predicate<String> alive;

  /**
   * A reaper.
   *
   * @param alive whether a lease belongs to a call of this router that is under way
   */
  LeaseReaper(QuotaStore store, SpendSource ledger, Executor blocking, Predicate<String> alive) {
    this.store = store;
    this.ledger = ledger;
    this.blocking = blocking;
    this.alive = alive;
  }

  /** Ends these leases of a root; those that it cannot end are there next time. */
  CompletionStage<Void> reap(String root, List<String> leaseIds) {
    if (leaseIds.isEmpty()) {
      return CompletableFuture.allOf();
    }
    CompletableFuture<?>[] ends =
        leaseIds.stream()
            .filter(id -> !alive.test(id))
            .map(id -> end(root, id).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(ends)
        .exceptionally(failure -> {
          // That the ledger is away is told once, by who looks for it.
          if (!(failure.getCause() instanceof FailureException)) {
            log.warn("expired leases of {} wait for the next look: {}", root, failure.toString());
          }
          return null;
        });
  }

  private CompletionStage<Boolean> end(String root, String id) {
    return CompletableFuture.supplyAsync(() -> cost(id), blocking)
        .thenCompose(cost ->
            cost.settled
                ? store.settle(
                    new SettleRequest(
                        root, id, cost.amount, SettleRequest.UNKNOWN_TOKENS, List.of()))
                : store.release(root, id, false));
  }

  private record LedgerCost(boolean settled, Money amount) {}

  private LedgerCost cost(String id) {
    Money cost = ledger.settled(id);
    return new LedgerCost(cost != null, cost == null ? Money.ZERO : cost);
  }
}
