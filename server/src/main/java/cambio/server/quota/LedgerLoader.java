package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Of how many calls under way a loading tells; more of them have the ledger asked again. */
  private static final int CALLS_MAX = 1_000;

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
    List<SpendLine> lines =
        request.spend().stream()
            .filter(line -> rebuild.counters().contains(line.counter()))
            .toList();
    // Whoever comes later holds nothing of these counters before they are loaded.
    return once(
        flight,
        () ->
            store
                .underWay(request.root(), CALLS_MAX)
                .thenApplyAsync(
                    calls -> {
                      SpendSource.Moment moment = ledger.moment(sums(lines), calls);
                      return new LoadRequest(
                          request.root(),
                          rebuild.generation(),
                          loaded(lines, moment.spent()),
                          Map.of(),
                          told(calls, moment.settled()));
                    },
                    blocking));
  }

  private static List<SpendSource.Sum> sums(List<SpendLine> lines) {
    return lines.stream()
        .map(line -> new SpendSource.Sum(line.scope(), line.subject(), line.from()))
        .toList();
  }

  private static List<LoadRequest.Loaded> loaded(List<SpendLine> lines, List<Money> spent) {
    List<LoadRequest.Loaded> loaded = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      SpendLine line = lines.get(i);
      loaded.add(new LoadRequest.Loaded(line.counter(), spent.get(i), line.until()));
    }
    return loaded;
  }

  private static LoadRequest.Calls told(List<String> calls, Set<String> settled) {
    return new LoadRequest.Calls(
        calls.stream().filter(id -> !settled.contains(id)).toList(),
        calls.stream().filter(settled::contains).toList());
  }

  /** Loads a pool with what each of its roots has spent. */
  CompletionStage<Boolean> loadPool(
      String pool, String generation, String organization, SpendLine line) {
    return once(
        pool + '\n' + generation + '\n' + line.counter(),
        () ->
            CompletableFuture.supplyAsync(
                () -> {
                  Instant from = line.from();
                  Map<String, Money> byRoot = ledger.spentByWorkspace(organization, from);
                  Money sum = Money.ZERO;
                  for (Money spent : byRoot.values()) {
                    sum = sum.plus(spent);
                  }
                  LoadRequest.Loaded loaded =
                      new LoadRequest.Loaded(line.counter(), sum, line.until());
                  return new LoadRequest(pool, generation, List.of(loaded), byRoot);
                },
                blocking));
  }

  private CompletionStage<Boolean> once(String flight, Supplier<CompletionStage<LoadRequest>> ask) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> before = running.putIfAbsent(flight, mine);
    if (before != null) {
      return before;
    }
    ask.get()
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
