package cambio.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.meter.MeterReading;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsuranceTest {

  private static MeterReading reading(int output, FinishReason... ends) {
    List<Finished> finishes =
        java.util.Arrays.stream(ends).map(reason -> new Finished(0, reason, null)).toList();
    return new MeterReading(
        Usage.of(100, output), MeterReading.Source.REPORTED, finishes, 1, null, null);
  }

  @Test
  void nothingWithoutAFinishIsFree() {
    assertThat(Insurance.covers(reading(0))).isTrue();
  }

  @Test
  void anErrorIsFreeWhateverCameBefore() {
    assertThat(Insurance.covers(reading(50, FinishReason.ERROR))).isTrue();
    assertThat(Insurance.covers(reading(50, FinishReason.STOP, FinishReason.ERROR))).isTrue();
  }

  @Test
  void everythingElseIsCharged() {
    assertThat(Insurance.covers(reading(1))).isFalse();
    assertThat(Insurance.covers(reading(0, FinishReason.STOP))).isFalse();
    assertThat(Insurance.covers(reading(50, FinishReason.LENGTH))).isFalse();
  }
}
