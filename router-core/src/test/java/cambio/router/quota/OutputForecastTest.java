package cambio.router.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class OutputForecastTest {

  @Property
  void aQuantileIsNeverUnderTheTrueOneAndAtMostATenthOver(
      @ForAll @Size(min = 1, max = 400) List<@LongRange(min = 2, max = 1_000_000) Long> answers) {
    OutputSketch sketch = new OutputSketch();
    answers.forEach(sketch::add);
    long[] sorted = answers.stream().mapToLong(Long::longValue).sorted().toArray();
    for (double part : new double[] {0.01, 0.5, 0.9, 1}) {
      long exact = sorted[(int) Math.ceil(part * sorted.length) - 1];
      assertThat(sketch.quantile(part))
          .isGreaterThanOrEqualTo(exact)
          .isLessThanOrEqualTo(exact + exact / 10 + 1);
    }
  }

  @Example
  void nothingSeenIsNothing() {
    OutputSketch sketch = new OutputSketch();
    assertThat(sketch.samples()).isZero();
    assertThat(sketch.quantile(0.9)).isZero();
    sketch.add(0);
    assertThat(sketch.samples()).isEqualTo(1);
    assertThat(sketch.quantile(0.9)).isEqualTo(1);
    sketch.add(Long.MAX_VALUE);
    assertThat(sketch.quantile(1)).isEqualTo(1L << 22);
  }

  @Example
  void oldAnswersFade() {
    OutputSketch sketch = new OutputSketch();
    LongStream.range(0, 512).forEach(i -> sketch.add(10_000));
    assertThat(sketch.samples()).isEqualTo(512);
    sketch.add(10);
    assertThat(sketch.samples()).isEqualTo(257);
    LongStream.range(0, 5_000).forEach(i -> sketch.add(10));
    assertThat(sketch.quantile(0.9)).isLessThan(12);
  }

  @Example
  void aForecastIsColdUntilEnoughWasSeen() {
    OutputForecast forecast = new OutputForecast();
    for (int i = 0; i < 7; i++) {
      forecast.learn("key", "model", 500);
      assertThat(forecast.tokens("key", "model")).isEqualTo(OutputForecast.COLD_TOKENS);
    }
    forecast.learn("key", "model", 500);
    assertThat(forecast.tokens("key", "model")).isBetween(500L, 550L);
    assertThat(forecast.tokens("key", "other")).isEqualTo(1_000);
    assertThat(forecast.tokens("other", "model")).isEqualTo(1_000);
  }

  @Example
  void nineInTenStayWithin() {
    OutputForecast forecast = new OutputForecast();
    for (int i = 0; i < 100; i++) {
      forecast.learn("key", "model", i < 90 ? 100 : 9_000);
    }
    assertThat(forecast.tokens("key", "model")).isBetween(100L, 110L);
    assertThat(forecast.longest("key", "model")).isBetween(9_000L, 9_900L);
    assertThat(forecast.longest("key", "other")).isEqualTo(OutputForecast.COLD_TOKENS);
  }

  @Example
  void theLeastUsedPairsAreForgotten() {
    OutputForecast forecast = new OutputForecast();
    for (int i = 0; i < 8; i++) {
      forecast.learn("first", "model", 100);
    }
    for (int i = 0; i < 4_999; i++) {
      forecast.learn("key" + i, "model", 100);
    }
    assertThat(forecast.tokens("first", "model")).isLessThan(200);
    for (int i = 0; i < 5_001; i++) {
      forecast.learn("more" + i, "model", 100);
    }
    assertThat(forecast.tokens("first", "model")).isEqualTo(1_000);
  }
}
