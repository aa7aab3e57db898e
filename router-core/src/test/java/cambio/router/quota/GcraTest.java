package cambio.router.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.quota.Gcra.Pace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class GcraTest {

  private static final double START = 1_764_000_000_000_000.0;

  @Property
  void noMinuteAdmitsMoreThanLimitAndBurst(
      @ForAll @IntRange(min = 1, max = 5_000) int perMinute,
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0, max = 3_000_000) Long> gaps) {
    Pace pace = Pace.ofRequests(perMinute);
    Deque<Double> admitted = new ArrayDeque<>();
    double state = 0;
    double now = START;
    for (long gap : gaps) {
      now += gap;
      Gcra.Step step = Gcra.take(pace, state, now, 1);
      state = step.arrivalMicros();
      if (step.admitted()) {
        admitted.addLast(now);
      }
      while (!admitted.isEmpty() && admitted.getFirst() < now - 60e6) {
        admitted.removeFirst();
      }
      assertThat(admitted.size()).isLessThanOrEqualTo((int) (perMinute + pace.burst()));
    }
  }

  @Property
  void aCallerAtTheLimitsPaceIsNeverRefused(
      @ForAll @IntRange(min = 1, max = 1_000_000) int perMinute) {
    Pace pace = Pace.ofRequests(perMinute);
    double state = 0;
    for (int i = 0; i < 500; i++) {
      Gcra.Step step = Gcra.take(pace, state, START + Math.ceil(i * pace.intervalMicros()), 1);
      assertThat(step.admitted()).isTrue();
      state = step.arrivalMicros();
    }
  }

  @Property
  void whoWaitsAsToldIsAdmitted(
      @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
      @ForAll @LongRange(min = 0, max = 100_000_000) long ahead,
      @ForAll @IntRange(min = 1, max = 2_000) int units) {
    Pace pace = Pace.ofTokens(perMinute);
    Gcra.Step step = Gcra.take(pace, START + ahead, START, units);
    if (!step.admitted()) {
      double later = START + step.retryAfter().toNanos() / 1_000.0;
      assertThat(Gcra.take(pace, step.arrivalMicros(), later, units).admitted()).isTrue();
      double early = later - 2_000 - pace.intervalMicros() * 1e-3;
      assertThat(Gcra.take(pace, step.arrivalMicros(), early, units).admitted()).isFalse();
    }
  }

  @Property
  void whatIsGivenBackWasNeverTaken(
      @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
      @ForAll @IntRange(max = 1_000) int units) {
    Pace pace = Pace.ofTokens(perMinute);
    long taken = Math.min(units, pace.burst());
    Gcra.Step step = Gcra.take(pace, START, START, units);
    double back = Gcra.adjust(pace, step.arrivalMicros(), -taken);
    assertThat(back).isCloseTo(START, org.assertj.core.data.Offset.offset(1.0));
  }

  @Example
  void readingsAreRight() {
    Pace pace = new Pace(60, 10);
    Gcra.Step first = Gcra.take(pace, 0, START, 3);
    assertThat(first.admitted()).isTrue();
    assertThat(first.remaining()).isEqualTo(7);
    assertThat(first.resetAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(first.retryAfter()).isZero();
    Gcra.Step all = Gcra.take(pace, first.arrivalMicros(), START, 7);
    assertThat(all.remaining()).isZero();
    Gcra.Step refused = Gcra.take(pace, all.arrivalMicros(), START, 2);
    assertThat(refused.admitted()).isFalse();
    assertThat(refused.arrivalMicros()).isEqualTo(all.arrivalMicros());
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(refused.resetAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(Gcra.take(pace, all.arrivalMicros(), START + 2e6, 0).remaining()).isEqualTo(2);
  }

  @Example
  void moreThanTheBurstCountsAsTheBurst() {
    Pace pace = Pace.ofTokens(100);
    assertThat(Gcra.take(pace, 0, START, 5_000).admitted()).isTrue();
    assertThat(Gcra.take(pace, START + 1, START, 5_000).admitted()).isFalse();
  }

  @Example
  void pacesAreChecked() {
    assertThat(Pace.ofRequests(5)).isEqualTo(new Pace(5, 5));
    assertThat(Pace.ofRequests(60)).isEqualTo(new Pace(60, 10));
    assertThat(Pace.ofRequests(600)).isEqualTo(new Pace(600, 60));
    assertThat(Pace.ofTokens(600)).isEqualTo(new Pace(600, 600));
    assertThatThrownBy(() -> new Pace(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pace(5, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pace(5, 6)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Pace(1, 1).intervalMicros()).isEqualTo(60e6);
  }
}
