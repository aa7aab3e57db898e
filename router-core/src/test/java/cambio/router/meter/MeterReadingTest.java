package cambio.router.meter;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.meter.MeterReading.Source;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterReadingTest {

  private static final Finished END = new Finished(0, FinishReason.STOP, "stop");

  @Test
  void anAnswerOfTwoAttemptsCountsBoth() {
    MeterReading broken =
        new MeterReading(
            Usage.of(10, 3), Source.ESTIMATED, List.of(), 4, Duration.ofMillis(30), null);
    MeterReading rest =
        new MeterReading(
            new Usage(13, 5, 0, 0, 7, 2, 0, 0, 0, 0, 0, 0),
            Source.REPORTED,
            List.of(END),
            6,
            Duration.ofMillis(50),
            Duration.ofMillis(90));

    assertThat(broken.then(rest))
        .isEqualTo(
            new MeterReading(
                new Usage(23, 5, 0, 0, 10, 2, 0, 0, 0, 0, 0, 0),
                Source.ESTIMATED,
                List.of(END),
                10,
                Duration.ofMillis(30),
                Duration.ofMillis(90)));
  }

  @Test
  void absurdCountsStayInRange() {
    Usage much = new Usage(Integer.MAX_VALUE, 7, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);

    assertThat(much.plus(much)).isEqualTo(Usage.of(Integer.MAX_VALUE, 2));
  }
}
