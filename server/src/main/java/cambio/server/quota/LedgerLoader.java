package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Loads counters from the ledger when the store does not know them or does not trust them. Of many
 * calls that need the same one, one asks the ledger.
 */
final class LedgerLoader {

  private final QuotaStore store;
  private final SpendSource ledger;
  private final Executor blocking;
  private final ConcurrentMap<String, CompletableFuture<Boolean>> running =
      new ConcurrentHashMap<>();

  LedgerLoader(QuotaStore store, SpendSource ledger, Executor blocking) {
    this.store = store;
    this.ledger = ledger;
    this.blocking = blocking;
  }

  /** Loads what a root lacks; false where it has to be asked again. */
  CompletionStage<Boolean> load(LeaseRequest request, LeaseAnswer.Rebuild rebuild) {
    String flight = request.root() + '\n' + rebuild.generation() + '\n' + rebuild.counters();
    return once(
        flight,
        () -> {
          List<LoadRequest.Loaded> loaded = new ArrayList<>();
          for (SpendLine line : request.spend()) {
            if (rebuild.counters().contains(line.counter())) {
              Money spent = ledger.spent(line.scope(), line.subject(), line.from());
              loaded.add(new LoadRequest.Loaded(line.counter(), spent, line.until()));
            }
          }
          return new LoadRequest(request.root(), rebuild.generation(), loaded, Map.of());
        });
  }

  /** Loads a pool with what each of its roots has spent. */
  CompletionStage<Boolean> loadPool(
      String pool, String generation, String organization, SpendLine line) {
    return once(
        pool + '\n' + generation + '\n' + line.counter(),
        () -> {
          Instant from = line.from();
          Map<String, Money> byRoot = ledger.spentByWorkspace(organization, from);
          Money sum = Money.ZERO;
          for (Money spent : byRoot.values()) {
            sum = sum.plus(spent);
          }
          LoadRequest.Loaded loaded = new LoadRequest.Loaded(line.counter(), sum, line.until());
          return new LoadRequest(pool, generation, List.of(loaded), byRoot);
        });
  }

  private CompletionStage<Boolean> once(String flight, Supplier<LoadRequest> ask) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> before = running.putIfAbsent(flight, mine);
    if (before != null) {
      return before;
    }
    CompletableFuture.supplyAsync(ask, blocking)
        .thenCompose(store::load)
        .whenComplete((taken, failure) -> {
          running.remove(flight, mine);
          if (failure == null) {
            mine.complete(taken);
          } else {
            mine.completeExceptionally(failure);
          }
        });
    return mine;
  }
}
