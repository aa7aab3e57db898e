package cambio.router.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ResetIntervalTest {

  private static final Instant THURSDAY = Instant.parse("2026-12-31T23:59:59.999Z");

  @Example
  void windowsAreUtcAndWeeksBeginOnMonday() {
    assertThat(ResetInterval.DAILY.windowStart(THURSDAY)).isEqualTo("2026-12-31T00:00:00Z");
    assertThat(ResetInterval.DAILY.windowEnd(THURSDAY)).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(ResetInterval.WEEKLY.windowStart(THURSDAY)).isEqualTo("2026-12-28T00:00:00Z");
    assertThat(ResetInterval.WEEKLY.windowEnd(THURSDAY)).isEqualTo("2027-01-04T00:00:00Z");
    assertThat(ResetInterval.MONTHLY.windowStart(THURSDAY)).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(ResetInterval.MONTHLY.windowEnd(THURSDAY)).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(ResetInterval.NEVER.windowStart(THURSDAY)).isEqualTo(Instant.EPOCH);
    assertThat(ResetInterval.NEVER.windowEnd(THURSDAY)).isEqualTo(Instant.MAX);
  }

  @Property
  void everyInstantIsInItsWindowAndTheNextBeginsAtItsEnd(
      @ForAll ResetInterval interval, @ForAll @LongRange(min = 0, max = 4_102_444_800L) long at) {
    Instant now = Instant.ofEpochSecond(at);
    Instant start = interval.windowStart(now);
    Instant end = interval.windowEnd(now);
    assertThat(start).isBeforeOrEqualTo(now);
    assertThat(end).isAfter(now);
    assertThat(interval.windowStart(start)).isEqualTo(start);
    if (interval != ResetInterval.NEVER) {
      assertThat(interval.windowStart(end)).isEqualTo(end);
      assertThat(Duration.between(start, end)).isLessThanOrEqualTo(Duration.ofDays(31));
    }
    if (interval == ResetInterval.WEEKLY) {
      LocalDateTime monday = LocalDateTime.ofInstant(start, ZoneOffset.UTC);
      assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    }
  }
}
