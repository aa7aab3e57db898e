package cambio.bench;

import cambio.server.quota.LeaseAnswer;
import cambio.server.quota.QuotaStore;
import cambio.server.quota.RedisQuotaStore;
import cambio.server.redis.RedisLink;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What leasing and settling a call takes on a Redis of this machine, at a fixed rate of calls that
 * does not wait for slow answers (so a stall is seen by all the calls that it delays). Arguments:
 * the Redis URL, calls a second, seconds. Prints quantiles; asserts nothing.
 */
public final class QuotaLatency {

  private static final int WARM_UP_SECONDS = 10;

  private QuotaLatency() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    String url = args.length > 0 ? args[0] : "redis://127.0.0.1:6379";
    int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 30;
    try (RedisLink link = new RedisLink(url, Duration.ofSeconds(1))) {
      while (!link.isConnected()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      QuotaStore store = QuotaBenchmark.knowing(new RedisQuotaStore(link));
      run(store, perSecond, WARM_UP_SECONDS, "warm-up", System.out);
      run(store, perSecond, seconds, "measured", System.out);
    }
  }

  private static void run(
      QuotaStore store, int perSecond, int seconds, String name, PrintStream out)
      throws InterruptedException {
    int calls = perSecond * seconds;
    long[] nanos = new long[calls];
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
      }
      int call = i;
      String id = "gen_" + name + call;
      store
          .reserve(QuotaBenchmark.request(id))
          .thenCompose(answer ->
              answer instanceof LeaseAnswer.Granted
                  ? store.settle(QuotaBenchmark.settlement(id))
                  : CompletableFuture.failedFuture(new IllegalStateException(answer.toString())))
          .whenComplete((settled, failure) -> {
            nanos[call] = System.nanoTime() - due;
            if (failure != null) {
              failed.incrementAndGet();
            }
            ended.incrementAndGet();
          });
    }
    while (ended.get() < calls) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    Arrays.sort(nanos);
    out.printf(
        "%s: %d calls at %d/s, reserve + settle: p50 %d µs, p90 %d µs, p99 %d µs, p99.9 %d µs,"
            + " most %d µs; failed %d%n",
        name,
        calls,
        perSecond,
        micros(nanos, 0.5),
        micros(nanos, 0.9),
        micros(nanos, 0.99),
        micros(nanos, 0.999),
        micros(nanos, 1),
        failed.get());
  }

  private static long micros(long[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1_000;
  }
}
