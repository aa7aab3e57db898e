package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WindowTotalsTest {

  @Property(tries = 200)
  void addingIsCommutativeAndAssociative(@ForAll long seed) {
    Random random = new Random(seed);
    WindowTotals a = totals(random);
    WindowTotals b = totals(random);
    WindowTotals c = totals(random);
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(WindowTotals.NONE)).isEqualTo(a);
  }

  @Property(tries = 200)
  void whatFadesNeverGrowsAndEndsInNothing(
      @ForAll long seed, @ForAll @IntRange(max = 100) int percent) {
    WindowTotals all = totals(new Random(seed));
    double part = percent / 100.0;
    WindowTotals left = all.faded(part);
    assertThat(left.successes()).isCloseTo(Math.round(all.successes() * part), within(1L));
    assertThat(left.drops()).isLessThanOrEqualTo(all.drops());
    assertThat(left.times().samples()).isCloseTo((long) (all.times().samples() * part), within(1L));
    assertThat(left.faded(part).successes()).isLessThanOrEqualTo(left.successes());
    assertThat(all.faded(1)).isEqualTo(all);
    assertThat(all.faded(0)).isEqualTo(WindowTotals.NONE);
    assertThat(all.faded(-3)).isEqualTo(WindowTotals.NONE);
  }

  @Property(tries = 50)
  void percentilesOfTheWholeAreThoseOfItsParts(@ForAll long seed) {
    Random random = new Random(seed);
    Sketch whole = new Sketch();
    Sketch[] parts = {new Sketch(), new Sketch(), new Sketch()};
    for (int i = 0; i < 3_000; i++) {
      double value = 0.01 + random.nextDouble();
      whole.add(value);
      parts[random.nextInt(parts.length)].add(value);
    }
    Distribution others = Distribution.NONE;
    for (Sketch part : parts) {
      others = others.plus(Sketch.distribution(List.of(part)));
    }
    Quantiles expected = Sketch.quantiles(List.of(whole));
    Quantiles merged = others.quantiles();
    assertThat(merged.samples()).isEqualTo(3_000);
    assertThat(merged.p50()).isCloseTo(expected.p50(), within(0.06));
    assertThat(merged.p90()).isCloseTo(expected.p90(), within(0.04));
    assertThat(merged.p99()).isCloseTo(expected.p99(), within(0.02));
  }

  static WindowTotals totals(Random random) {
    Supplier<Long> count = () -> (long) random.nextInt(1_000);
    return new WindowTotals(
        count.get(),
        count.get(),
        count.get(),
        count.get() * 1_000,
        count.get(),
        count.get(),
        count.get(),
        distribution(random),
        distribution(random));
  }

  /** Points as floats can hold, in no order, some of them twice. */
  private static Distribution distribution(Random random) {
    int length = random.nextInt(40);
    double[] means = new double[length];
    int[] weights = new int[length];
    for (int i = 0; i < length; i++) {
      means[i] = random.nextInt(64) / 8.0;
      weights[i] = 1 + random.nextInt(random.nextBoolean() ? 1 : 300);
    }
    return Distribution.of(means, weights);
  }
}
