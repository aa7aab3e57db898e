package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.quota.Measure;
import cambio.router.quota.OnStoreFailure;
import cambio.router.quota.RateRule;
import cambio.router.quota.Scope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * What a pace of requests promises, by the arithmetic of the store and on a clock that the test
 * moves: whatever the callers' pattern, and whichever router each of them asks. {@code bin/race
 * --only requests} looks at the same on the true clock, a minute and more.
 */
abstract class PaceContract {

  static final long START = 1_764_000_000_000_000L;
  private static final long MINUTE = 60_000_000;

  /** More than what rounding may add up to over all requests of a test, in microseconds. */
  private static final long GRAIN = 100;

  private String root = "";
  private long now;
  private long asked;

  /** The stores of the routers that share a counter. */
  abstract List<QuotaStore> stores();

  /** Puts the stores' clock. */
  abstract void clock(String root, long micros);

  /** A request: so long after the one before, at this router. */
  record Arrival(long gapMicros, boolean second) {}

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    Arbitrary<Long> gaps =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(0L)),
            Tuple.of(3, Arbitraries.longs().between(0, 500_000)),
            Tuple.of(2, Arbitraries.longs().between(0, 5_000_000)),
            Tuple.of(1, Arbitraries.longs().between(0, 40_000_000)));
    return Combinators.combine(gaps, Arbitraries.of(false, true))
        .as(Arrival::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(150);
  }

  private static RateLine pace(int limit) {
    RateRule rule =
        new RateRule(Scope.KEY, "k", Measure.REQUESTS_PER_MINUTE, limit, OnStoreFailure.FAIL_OPEN);
    return new RateLine(rule, "pace", limit, 1);
  }

  /** A pace that nobody has asked yet. */
  private RateLine fresh(int limit) {
    root = "acme/" + UUID.randomUUID();
    now = START;
    clock(root, now);
    return pace(limit);
  }

  private void pass(long micros) {
    now += micros;
    clock(root, now);
  }

  private LeaseAnswer ask(RateLine line, boolean second) {
    LeaseRequest request =
        new LeaseRequest(
            root,
            Long.toString(asked++),
            List.of(),
            List.of(),
            List.of(line),
            false,
            true,
            Duration.ZERO);
    List<QuotaStore> stores = stores();
    return QuotaStoreContract.get(stores.get(second ? stores.size() - 1 : 0).reserve(request));
  }

  private static boolean admitted(LeaseAnswer answer) {
    return answer instanceof LeaseAnswer.Granted;
  }

  private static RateReading reading(LeaseAnswer answer) {
    return answer instanceof LeaseAnswer.RateRefused refused
        ? refused.reading()
        : ((LeaseAnswer.Granted) answer).rates().getFirst();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  @Property(tries = 30)
  void noMinuteAdmitsMoreThanLimitAndBurst(
      @ForAll @IntRange(min = 1, max = 100) int limit, @ForAll("arrivals") List<Arrival> arrivals) {
    RateLine line = fresh(limit);
    Deque<Long> minute = new ArrayDeque<>();
    for (Arrival arrival : arrivals) {
      pass(arrival.gapMicros);
      if (admitted(ask(line, arrival.second))) {
        minute.addLast(now);
      }
      while (!minute.isEmpty() && minute.getFirst() <= now - MINUTE) {
        minute.removeFirst();
      }
      assertThat((long) minute.size()).isLessThanOrEqualTo(limit + line.pace().burst());
    }
  }

  /** All that a bucket of the burst's size, filled at the limit's pace, pays for. */
  @Property(tries = 30)
  void whoConformsIsNeverRefused(
      @ForAll @IntRange(min = 2, max = 3_000) int limit,
      @ForAll("arrivals") List<Arrival> arrivals) {
    RateLine line = fresh(limit);
    long full = line.pace().burst() * MINUTE;
    long level = full;
    for (Arrival arrival : arrivals) {
      long gap = arrival.gapMicros;
      long lacking = MINUTE + GRAIN * limit - level - gap * limit;
      gap += Math.max(0, Math.ceilDiv(lacking, limit));
      pass(gap);
      level = Math.min(full, level + gap * limit);
      assertThat(admitted(ask(line, arrival.second))).isTrue();
      level -= MINUTE;
    }
  }

  @Property(tries = 30)
  void whatIsToldIsTrue(
      @ForAll @IntRange(min = 2, max = 300) int limit, @ForAll("arrivals") List<Arrival> arrivals) {
    RateLine line = fresh(limit);
    LeaseAnswer last = ask(line, false);
    for (Arrival arrival : arrivals) {
      pass(arrival.gapMicros);
      last = ask(line, arrival.second);
    }
    RateReading told = reading(last);
    assertThat(told.limit()).isEqualTo(limit);
    assertThat(atOnce(line)).isBetween(told.remaining(), told.remaining() + 1);
    RateReading refused = reading(ask(line, true));
    assertThat(refused.remaining()).isZero();
    long wait = micros(refused.retryAfter());
    assertThat(wait).isPositive();
    pass(Math.max(0, wait - GRAIN));
    assertThat(wait <= GRAIN || !admitted(ask(line, false))).as("before it was told").isTrue();
    pass(Math.min(wait, GRAIN));
    RateReading afterwards = reading(ask(line, true));
    assertThat(afterwards.retryAfter()).as("when it was told").isZero();
    pass(micros(afterwards.resetAfter()) + GRAIN);
    assertThat(atOnce(line)).as("the whole burst is back").isEqualTo(line.pace().burst());
  }

  /** How many are admitted until one is refused. */
  private long atOnce(RateLine line) {
    long count = 0;
    while (admitted(ask(line, count % 2 == 0))) {
      count++;
      pass(GRAIN);
    }
    return count;
  }

  /** Who takes all that there is, ten times a second, for a minute and a half. */
  @Example
  void sixHundredAMinuteAreAtMostSixHundredAndSixty() {
    RateLine line = fresh(600);
    Deque<Long> minute = new ArrayDeque<>();
    int most = 0;
    for (int step = 0; step < 900 && most <= 660; step++) {
      pass(100_000);
      while (admitted(ask(line, step % 2 == 0))) {
        minute.addLast(now);
      }
      while (!minute.isEmpty() && minute.getFirst() <= now - MINUTE) {
        minute.removeFirst();
      }
      most = Math.max(most, minute.size());
    }
    assertThat(most).isBetween(659, 660);
  }
}
