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
  void concurrencyRisesOnlyWhileItIsUsed() {
    ConcurrencyLimit idle = ConcurrencyLimit.INITIAL.worked(1, 1);
    assertThat(idle.limit()).isEqualTo(64);
    assertThat(ConcurrencyLimit.INITIAL.worked(40, 1).limit()).isGreaterThan(64);
    assertThat(ConcurrencyLimit.INITIAL.dropped().limit()).isCloseTo(57.6, within(1e-9));
  }

  @Test
  void concurrencyFallsWhenAnswersBecomeSlow() {
    ConcurrencyLimit limit = ConcurrencyLimit.INITIAL.worked(1, 0.5);
    for (int i = 0; i < 50; i++) {
      limit = limit.worked(limit.whole(), 5);
    }
    assertThat(limit.limit()).isLessThan(10);
    assertThat(limit.usualSeconds()).isEqualTo(0.5);
  }

  @Property
  void concurrencyStaysInItsBounds(
      @ForAll @IntRange(max = 2_000) int inFlight,
      @ForAll @DoubleRange(min = 0.01, max = 100) double seconds,
      @ForAll boolean drop) {
    ConcurrencyLimit limit = new ConcurrencyLimit(999.9, 0.01);
    for (int i = 0; i < 100; i++) {
      limit = drop ? limit.dropped() : limit.worked(inFlight, seconds);
      assertThat(limit.limit()).isBetween(4.0, 1_000.0);
    }
  }
}
