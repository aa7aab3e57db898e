package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However the steps of three callers interleave, each answers as if all had come one after the
 * other: Lincheck draws the steps, tries their interleavings, and compares. It rewrites the classes
 * that it looks at, so it does that in a process of its own.
 */
class MemoryQuotaStoreInterleavingTest {

  private static final int SCENARIOS = 4;
  private static final int INTERLEAVINGS = 60;
  private static final int SECONDS_MAX = 600;

  @TempDir Path directory;

  @Test
  void everyInterleavingIsAnOrderOfWholeSteps() throws Exception {
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                Trial.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /** The process. */
  static final class Trial {

    private Trial() {}

    public static void main(String[] arguments) {
      Steps.locked = false;
      boolean found = false;
      try {
        check();
      } catch (AssertionError e) {
        found = true;
      }
      if (!found) {
        throw new AssertionError("a root that nobody locks was not found out");
      }
      Steps.locked = true;
      check();
    }

    private static void check() {
      new ModelCheckingOptions()
          .threads(3)
          .actorsPerThread(2)
          .actorsBefore(1)
          .actorsAfter(1)
          .iterations(SCENARIOS)
          .invocationsPerIteration(INTERLEAVINGS)
          .minimizeFailedScenario(false)
          .check(Steps.class);
    }
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

    /** Whether the store is asked, which locks its roots, or a root itself. */
    static volatile boolean locked = true;

    private final MemoryQuotaStore store = new MemoryQuotaStore(() -> NOW);
    private final MemoryRoot bare = new MemoryRoot(ROOT);

    /** A store and a root that know the budget. */
    public Steps() {
      load(get(store.reserve(lease(0, 1))), request -> get(store.load(request)));
      load(bare.reserve(lease(0, 1), NOW), bare::load);
    }

    private static void load(LeaseAnswer answer, Predicate<LoadRequest> into) {
      String generation = ((LeaseAnswer.Rebuild) answer).generation();
      LoadRequest.Loaded loaded = new LoadRequest.Loaded("b", Money.ZERO, Instant.MAX);
      if (!into.test(new LoadRequest(ROOT, generation, List.of(loaded), Map.of()))) {
        throw new IllegalStateException("not loaded");
      }
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
      LeaseRequest lease = lease(id, amount);
      return told(locked ? get(store.reserve(lease)) : bare.reserve(lease, NOW));
    }

    /** Holds more. */
    @Operation
    public String extend(@Param(name = "id") int id, @Param(name = "amount") int amount) {
      LeaseRequest more = lease(id, amount);
      return told(locked ? get(store.extend(more)) : bare.extend(more, NOW));
    }

    /** Ends at a cost. */
    @Operation
    public boolean settle(@Param(name = "id") int id, @Param(name = "amount") int cost) {
      SettleRequest end = new SettleRequest(ROOT, "" + id, new Money(cost), 0, List.of("b"));
      return locked ? get(store.settle(end)) : bare.settle(end);
    }

    /** Ends without a cost. */
    @Operation
    public boolean release(@Param(name = "id") int id) {
      return locked ? get(store.release(ROOT, "" + id, false)) : bare.release("" + id, false);
    }
  }
}
