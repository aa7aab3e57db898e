package cambio.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class GcraPropertyTest {

  private static final double START = 1_764_000_000_000_000.0;

  @Property
  void noMinuteAdmitsMoreThanLimitAndBurst(
      @ForAll @IntRange(min = 1, max = 5_000) int perMinute,
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0, max = 3_000_000) Long> gaps) {
    RateLimit limit = RateLimit.perMinute(perMinute);
    Deque<Double> admitted = new ArrayDeque<>();
    double state = 0;
    double now = START;
    for (long gap : gaps) {
      now += gap;
      Gcra.Step step = Gcra.step(limit, state, now);
      state = step.arrivalMicros();
      if (step.decision().admitted()) {
        admitted.addLast(now);
      }
      while (!admitted.isEmpty() && admitted.getFirst() < now - 60e6) {
        admitted.removeFirst();
      }
      assertThat(admitted.size()).isLessThanOrEqualTo(limit.perMinute() + limit.burst());
    }
  }

  @Property
  void aCallerAtTheLimitsPaceIsNeverRefused(
      @ForAll @IntRange(min = 1, max = 1_000_000) int perMinute) {
    RateLimit limit = RateLimit.perMinute(perMinute);
    double state = 0;
    for (int i = 0; i < 500; i++) {
      Gcra.Step step = Gcra.step(limit, state, START + Math.ceil(i * limit.intervalMicros()));
      assertThat(step.decision().admitted()).isTrue();
      state = step.arrivalMicros();
    }
  }

  @Property
  void whoWaitsAsToldIsAdmitted(
      @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
      @ForAll @LongRange(min = 0, max = 100_000_000) long ahead) {
    RateLimit limit = RateLimit.perMinute(perMinute);
    Gcra.Step step = Gcra.step(limit, START + ahead, START);
    if (!step.decision().admitted()) {
      double later = START + step.decision().retryAfter().toNanos() / 1_000.0;
      assertThat(Gcra.step(limit, step.arrivalMicros(), later).decision().admitted()).isTrue();
    }
  }
}
