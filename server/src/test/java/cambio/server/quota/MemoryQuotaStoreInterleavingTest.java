package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * However the steps of three callers interleave, each answers as if all had come one after the
 * other: Lincheck draws the steps, tries their interleavings, and compares.
 */
class MemoryQuotaStoreInterleavingTest {

  private static final int ITERATIONS = 5;
  private static final int INTERLEAVINGS = 100;

  @Test
  void everyInterleavingIsAnOrderOfWholeSteps() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(ITERATIONS)
        .invocationsPerIteration(INTERLEAVINGS)
        .check(Steps.class);
  }

  /** A budget of ten, and the steps that callers take. */
  @Param(name = "id", gen = IntGen.class, conf = "1:3")
  @Param(name = "amount", gen = IntGen.class, conf = "1:6")
  public static class Steps {

    private static final String ROOT = "acme/dev";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final SpendLine BUDGET =
        new SpendLine(
            BudgetRule.of(Scope.KEY, "k", new Money(10), ResetInterval.NEVER),
            "b",
            Scope.KEY,
            "k",
            Instant.EPOCH,
            Instant.MAX,
            false);

    private final MemoryQuotaStore store = new MemoryQuotaStore(() -> NOW);

    /** A store that knows the budget. */
    public Steps() {
      LeaseAnswer answer = get(store.reserve(lease(0, 1)));
      String generation = ((LeaseAnswer.Rebuild) answer).generation();
      LoadRequest.Loaded loaded = new LoadRequest.Loaded("b", Money.ZERO, Instant.MAX);
      get(store.load(new LoadRequest(ROOT, generation, List.of(loaded), Map.of())));
    }

    private static <T> T get(CompletionStage<T> done) {
      return done.toCompletableFuture().join();
    }

    private static LeaseRequest lease(int id, int amount) {
      List<HoldLevel> levels = List.of(new HoldLevel(new Money(amount), 1, Fit.AFFORDABLE));
      return new LeaseRequest(
          ROOT, "" + id, List.of(BUDGET), levels, List.of(), false, true, Duration.ofMinutes(1));
    }

    private static String told(LeaseAnswer answer) {
      return switch (answer) {
        case LeaseAnswer.Granted granted -> "left " + granted.left().getFirst().nanos();
        case LeaseAnswer.SpendRefused refused -> "free " + refused.free().nanos();
        case LeaseAnswer.RateRefused slow -> "slow";
        case LeaseAnswer.SliceShort shortage -> "short";
        case LeaseAnswer.Rebuild rebuild -> "rebuild";
        case LeaseAnswer.Unknown unknown -> "unknown";
      };
    }

    /** Holds. */
    @Operation
    public String reserve(@Param(name = "id") int id, @Param(name = "amount") int amount) {
      return told(get(store.reserve(lease(id, amount))));
    }

    /** Holds more. */
    @Operation
    public String extend(@Param(name = "id") int id, @Param(name = "amount") int amount) {
      return told(get(store.extend(lease(id, amount))));
    }

    /** Ends at a cost. */
    @Operation
    public boolean settle(@Param(name = "id") int id, @Param(name = "amount") int cost) {
      List<String> counters = List.of("b");
      return get(store.settle(new SettleRequest(ROOT, "" + id, new Money(cost), 0, counters)));
    }

    /** Ends without a cost. */
    @Operation
    public boolean release(@Param(name = "id") int id) {
      return get(store.release(ROOT, "" + id, false));
    }
  }
}
