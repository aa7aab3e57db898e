package cambio.router.health;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of the last while, in a ring of buckets: the oldest leaves as a whole, so that the span
 * is true to within one bucket. Not safe for several threads.
 */
final class SlidingWindow {

  private final long bucketMillis;
  private final Bucket[] ring;
  private WindowStats summed = WindowStats.NONE;
  private long summedOf = Long.MIN_VALUE;

  /**
   * A window.
   *
   * @param buckets how many pieces the span is cut into
   */
  SlidingWindow(Window span, int buckets) {
    this.bucketMillis = span.span().toMillis() / buckets;
    this.ring = new Bucket[buckets];
    for (int i = 0; i < buckets; i++) {
      ring[i] = new Bucket();
    }
  }

  void add(Outcome outcome, long nowMillis) {
    long number = nowMillis / bucketMillis;
    Bucket bucket = ring[(int) (number % ring.length)];
    if (bucket.number != number) {
      bucket.clear(number);
    }
    bucket.add(outcome);
    summedOf = Long.MIN_VALUE;
  }

  /** Forgets everything. */
  void clear() {
    for (Bucket bucket : ring) {
      bucket.clear(Bucket.NEVER);
    }
    summedOf = Long.MIN_VALUE;
  }

  /** Attempts and drops only: cheap enough to ask after each attempt. */
  Counts counts(long nowMillis) {
    long newest = nowMillis / bucketMillis;
    long attempts = 0;
    long drops = 0;
    for (Bucket bucket : ring) {
      if (bucket.within(newest, ring.length)) {
        attempts += bucket.successes + bucket.drops;
        drops += bucket.drops;
      }
    }
    return new Counts(attempts, drops);
  }

  /** All buckets together; summed anew only where one has changed or left. */
  WindowStats stats(long nowMillis) {
    long newest = nowMillis / bucketMillis;
    if (newest != summedOf) {
      summed = sum(newest);
      summedOf = newest;
    }
    return summed;
  }

  /** All buckets together, and what other routers have counted. */
  WindowStats stats(long nowMillis, WindowTotals others) {
    return others.isEmpty() ? stats(nowMillis) : totals(nowMillis).plus(others).stats();
  }

  /** All buckets together, in a form that can be sent and added to another router's. */
  WindowTotals totals(long nowMillis) {
    long newest = nowMillis / bucketMillis;
    Bucket sum = counted(newest);
    return new WindowTotals(
        sum.successes,
        sum.drops,
        sum.rateLimits,
        sum.inputTokens,
        sum.cachedInputTokens,
        sum.toolCalls,
        sum.invalidToolCalls,
        Sketch.distribution(sketches(newest, bucket -> bucket.times)),
        Sketch.distribution(sketches(newest, bucket -> bucket.speeds)));
  }

  private WindowStats sum(long newest) {
    Bucket sum = counted(newest);
    return new WindowStats(
        sum.successes,
        sum.drops,
        sum.rateLimits,
        sum.inputTokens,
        sum.cachedInputTokens,
        sum.toolCalls,
        sum.invalidToolCalls,
        Sketch.quantiles(sketches(newest, bucket -> bucket.times)),
        Sketch.quantiles(sketches(newest, bucket -> bucket.speeds)));
  }

  private Bucket counted(long newest) {
    Bucket sum = new Bucket();
    for (Bucket bucket : ring) {
      if (bucket.within(newest, ring.length)) {
        sum.addCounts(bucket);
      }
    }
    return sum;
  }

  private List<Sketch> sketches(long newest, Function<Bucket, @Nullable Sketch> which) {
    List<Sketch> sketches = new ArrayList<>(ring.length);
    for (Bucket bucket : ring) {
      Sketch sketch = bucket.within(newest, ring.length) ? which.apply(bucket) : null;
      if (sketch != null) {
        sketches.add(sketch);
      }
    }
    return sketches;
  }

  record Counts(long attempts, long drops) {}

  private static final class Bucket {
    private static final long NEVER = Long.MIN_VALUE;

    private long number = NEVER;
    private long successes;
    private long drops;
    private long rateLimits;
    private long inputTokens;
    private long cachedInputTokens;
    private long toolCalls;
    private long invalidToolCalls;
    // Made with the first sample: most endpoints are quiet most of the time.
    private @Nullable Sketch times;
    private @Nullable Sketch speeds;

    boolean within(long newest, int length) {
      return number != NEVER && number <= newest && number > newest - length;
    }

    void clear(long newNumber) {
      number = newNumber;
      successes = 0;
      drops = 0;
      rateLimits = 0;
      inputTokens = 0;
      cachedInputTokens = 0;
      toolCalls = 0;
      invalidToolCalls = 0;
      times = null;
      speeds = null;
    }

    void add(Outcome outcome) {
      switch (outcome.kind()) {
        case SUCCESS -> successes++;
        case DROPPED, OVERLOADED -> drops++;
        case RATE_LIMITED -> rateLimits++;
        case CREDENTIAL_REFUSED, IGNORED -> {}
      }
      inputTokens += outcome.inputTokens();
      cachedInputTokens += outcome.cachedInputTokens();
      toolCalls += outcome.toolCalls();
      invalidToolCalls += outcome.invalidToolCalls();
      if (!Double.isNaN(outcome.timeToFirstEvent())) {
        times = times == null ? new Sketch() : times;
        times.add(outcome.timeToFirstEvent());
      }
      if (!Double.isNaN(outcome.throughput())) {
        speeds = speeds == null ? new Sketch() : speeds;
        speeds.add(outcome.throughput());
      }
    }

    void addCounts(Bucket other) {
      successes += other.successes;
      drops += other.drops;
      rateLimits += other.rateLimits;
      inputTokens += other.inputTokens;
      cachedInputTokens += other.cachedInputTokens;
      toolCalls += other.toolCalls;
      invalidToolCalls += other.invalidToolCalls;
    }
  }
}
