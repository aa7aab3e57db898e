package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The arithmetic of pace and concurrency, as tables. */
class LimitsTest {

  @Test
  void aRefusalLowersTheCapByAFifthOnceABurst() {
    CapacityCap cap = CapacityCap.NONE.refused(10, 1_000);
    assertThat(cap.perSecond()).isCloseTo(8, within(1e-9));
    assertThat(cap.refused(10, 1_900)).isEqualTo(cap);
    assertThat(cap.refused(10, 2_000).perSecond()).isCloseTo(6.528, within(1e-3));
  }

  @Test
  void theCapRisesAndIsForgotten() {
    CapacityCap cap = CapacityCap.NONE.refused(10, 0);
    assertThat(cap.at(35_000)).isCloseTo(16, within(0.1));
    assertThat(cap.at(300_001)).isInfinite();
    assertThat(CapacityCap.NONE.at(5)).isInfinite();
  }

  @Test
  void aPaceIsEventsASecond() {
    DecayingRate pace = DecayingRate.NONE;
    for (long at = 0; at < 60_000; at += 50) {
      pace = pace.counted(at);
    }
    assertThat(pace.at(60_000)).isCloseTo(20, within(0.3));
    assertThat(pace.at(65_000)).isCloseTo(20 / Math.E, within(0.2));
  }

  @Test
  void concurrencyIsUnlimitedUntilThereIsTooMuch() {
    ConcurrencyLimit limit = ConcurrencyLimit.UNLIMITED;
    for (int i = 0; i < 100; i++) {
      limit = limit.worked(900, 0.5, i);
    }
    assertThat(limit.isLimited()).isFalse();
    assertThat(limit.overloaded(50, 0).limit()).isEqualTo(45);
  }

  @Test
  void concurrencyFallsOnceASecondAndRisesOnlyWhileItIsUsed() {
    ConcurrencyLimit limit = ConcurrencyLimit.UNLIMITED.overloaded(100, 0);
    assertThat(limit.overloaded(90, 999)).isEqualTo(limit);
    assertThat(limit.overloaded(90, 1_000).limit()).isEqualTo(81);
    ConcurrencyLimit known = limit.worked(1, 1, 2_000);
    assertThat(known.worked(1, 1, 2_000).limit()).isEqualTo(90);
    assertThat(known.worked(60, 1, 2_000).limit()).isGreaterThan(90);
  }

  @Test
  void concurrencyFallsWhenAnswersBecomeSlowOnAverage() {
    ConcurrencyLimit limit = ConcurrencyLimit.UNLIMITED.worked(1, 0.5, 0);
    assertThat(limit.worked(80, 5, 1).isLimited()).as("one slow answer").isFalse();
    for (int i = 0; i < 20; i++) {
      limit = limit.worked(80, 5, 1_000L * i);
    }
    assertThat(limit.limit()).isLessThan(40);
  }

  @Property
  void concurrencyStaysInItsBounds(
      @ForAll @IntRange(max = 2_000) int inFlight,
      @ForAll @DoubleRange(min = 0.01, max = 100) double seconds,
      @ForAll boolean tooMuch) {
    ConcurrencyLimit limit = ConcurrencyLimit.UNLIMITED.worked(1, 0.01, 0);
    for (int i = 0; i < 100; i++) {
      limit =
          tooMuch
              ? limit.overloaded(inFlight, i * 1_000L)
              : limit.worked(inFlight, seconds, i * 1_000L);
      assertThat(limit.limit()).isBetween(4.0, ConcurrencyLimit.NONE);
    }
  }
}
