package cambio.bench;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.Measure;
import cambio.router.quota.OnStoreFailure;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.server.quota.LeaseAnswer;
import cambio.server.quota.LeaseRequest;
import cambio.server.quota.LoadRequest;
import cambio.server.quota.MemoryQuotaStore;
import cambio.server.quota.QuotaStore;
import cambio.server.quota.RateLine;
import cambio.server.quota.SettleRequest;
import cambio.server.quota.SpendLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Leases and settles one call in this process's store: two budgets, requests and tokens a minute,
 * and a slot. Under 20 µs.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class QuotaBenchmark {

  private static final String ROOT = "acme/dev";
  private static final List<SpendLine> BUDGETS = List.of(budget("key"), budget("workspace"));
  private static final List<RateLine> RATES =
      List.of(
          rate(Measure.REQUESTS_PER_MINUTE, 1),
          rate(Measure.TOKENS_PER_MINUTE, 1_500),
          rate(Measure.CONCURRENT_REQUESTS, 1));
  private static final List<HoldLevel> LEVELS =
      List.of(
          new HoldLevel(new Money(3_000_000), 1_000, Fit.AFFORDABLE),
          new HoldLevel(new Money(1_000_000), 1_000, Fit.AFFORDABLE));
  private static final List<String> COUNTERS = BUDGETS.stream().map(SpendLine::counter).toList();

  private final QuotaStore store = knowing(new MemoryQuotaStore(InstantSource.system()));
  private long calls;

  private static SpendLine budget(String name) {
    BudgetRule rule =
        BudgetRule.of(
            cambio.router.quota.Scope.KEY, name, Money.parse("9000000"), ResetInterval.NEVER);
    return new SpendLine(rule, name, rule.scope(), name, Instant.EPOCH, Instant.MAX, false);
  }

  private static RateLine rate(Measure measure, long units) {
    RateRule rule =
        new RateRule(
            cambio.router.quota.Scope.KEY,
            "key",
            measure,
            RateRule.LIMIT_MAX,
            OnStoreFailure.FAIL_OPEN);
    return new RateLine(rule, measure.name(), rule.limit(), units);
  }

  /** A store that has loaded the budgets. */
  static QuotaStore knowing(QuotaStore store) {
    LeaseAnswer answer = store.reserve(request("warm")).toCompletableFuture().join();
    if (answer instanceof LeaseAnswer.Rebuild rebuild) {
      List<LoadRequest.Loaded> loaded =
          COUNTERS.stream()
              .map(name -> new LoadRequest.Loaded(name, Money.ZERO, Instant.MAX))
              .toList();
      store
          .load(new LoadRequest(ROOT, rebuild.generation(), loaded, Map.of()))
          .toCompletableFuture()
          .join();
    }
    return store;
  }

  static LeaseRequest request(String id) {
    return new LeaseRequest(ROOT, id, BUDGETS, LEVELS, RATES, true, true, Duration.ofMinutes(1));
  }

  static SettleRequest settlement(String id) {
    return new SettleRequest(ROOT, id, new Money(700_000), 900, COUNTERS);
  }

  @Benchmark
  public boolean reserveAndSettle() {
    String id = "gen_" + calls++;
    LeaseAnswer answer = store.reserve(request(id)).toCompletableFuture().join();
    if (!(answer instanceof LeaseAnswer.Granted)) {
      throw new IllegalStateException(answer.toString());
    }
    return store.settle(settlement(id)).toCompletableFuture().join();
  }
}
