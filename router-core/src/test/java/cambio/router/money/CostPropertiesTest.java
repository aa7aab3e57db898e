package cambio.router.money;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.event.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds of every cost, whatever the counts and rates. */
class CostPropertiesTest {

  @Property(tries = 2_000)
  void partsSumToTheTotalAndNoneIsNegative(
      @ForAll("rates") Rates rates,
      @ForAll("usages") Usage usage,
      @ForAll @IntRange(max = 50) int images) {
    Cost cost = Tariff.of(rates).cost(usage, images);
    long sum = 0;
    for (Money part : parts(cost)) {
      assertThat(part.nanos()).isNotNegative();
      sum += part.nanos();
    }
    assertThat(sum).isEqualTo(cost.total().nanos());
  }

  @Property(tries = 2_000)
  void theTotalIsTheExactSumRoundedOnceHalfUp(
      @ForAll("rates") Rates rates,
      @ForAll("usages") Usage usage,
      @ForAll @IntRange(max = 50) int images) {
    assertThat(Tariff.of(rates).cost(usage, images).total()).isEqualTo(exact(rates, usage, images));
  }

  @Property(tries = 2_000)
  void noPartIsFurtherThanANanoFromItsExactAmount(
      @ForAll("rates") Rates rates, @ForAll("usages") Usage usage) {
    Cost cost = Tariff.of(rates).cost(usage, 0);
    int plain = usage.inputTokens() - usage.cachedInputTokens() - usage.cacheWriteTokens();
    if (usage.inputAudioTokens() == 0) {
      assertNear(cost.input(), plain, rates.input());
    } else if (usage.inputAudioTokens() >= plain) {
      assertNear(cost.input(), plain, rates.inputAudio());
    }
    assertNear(cost.cacheRead(), usage.cachedInputTokens(), rates.cacheRead());
    assertNear(cost.reasoning(), usage.reasoningTokens(), rates.reasoning());
  }

  @Property(tries = 2_000)
  void moreTokensOfAnyKindNeverCostLess(
      @ForAll("rates") Rates rates,
      @ForAll("usages") Usage usage,
      @ForAll @IntRange(min = 1, max = 1_000) int more,
      @ForAll @IntRange(max = 7) int kind) {
    Tariff tariff = Tariff.of(rates);
    assertThat(tariff.cost(grown(usage, kind, more), 0).total())
        .isGreaterThanOrEqualTo(tariff.cost(usage, 0).total());
  }

  @Property(tries = 1_000)
  void aThousandTimesTheTokensCostAThousandTimesAsMuchUpToRounding(
      @ForAll("rates") Rates rates,
      @ForAll @IntRange(max = 100_000) int in,
      @ForAll @IntRange(max = 100_000) int out) {
    Tariff tariff =
        Tariff.of(
            new Rates(
                rates.input(), rates.output(), null, null, null, null, null, null, null, null));
    long one = tariff.cost(Usage.of(in, out), 0).total().nanos();
    long thousand = tariff.cost(Usage.of(in * 1_000, out * 1_000), 0).total().nanos();
    assertThat(Math.abs(thousand - 1_000 * one)).isLessThanOrEqualTo(500);
  }

  @Provide
  Arbitrary<Rates> rates() {
    Arbitrary<TokenRate> rate =
        Arbitraries.longs().between(0, 1_000_000_000_000L).map(TokenRate::new);
    Arbitrary<Money> piece = Arbitraries.longs().between(0, 10_000_000_000L).map(Money::new);
    return RatesArbitrary.of(rate, piece.injectNull(0.5), piece.injectNull(0.5));
  }

  @Provide
  Arbitrary<Usage> usages() {
    Arbitrary<Integer> count = Arbitraries.integers().between(0, 2_000_000);
    Arbitrary<Integer> sound = Arbitraries.oneOf(Arbitraries.just(0), count);
    return Combinators.combine(count, count, count, count, count, count, sound, sound)
        .as((plain, read, write, longWrite, answer, reasoning, heard, spoken) ->
            new Usage(
                plain + read + write + longWrite,
                read,
                write + longWrite,
                longWrite,
                answer + reasoning,
                reasoning,
                Math.min(heard, plain + read + write + longWrite),
                Math.min(spoken, answer + reasoning),
                0,
                0,
                0,
                0));
  }

  private static Usage grown(Usage usage, int kind, int more) {
    int read = kind == 1 ? more : 0;
    int write = kind == 2 || kind == 3 ? more : 0;
    int input = kind <= 3 || kind == 6 ? more : 0;
    int reasoning = kind == 5 ? more : 0;
    int output = input == 0 ? more : 0;
    return new Usage(
        usage.inputTokens() + input,
        usage.cachedInputTokens() + read,
        usage.cacheWriteTokens() + write,
        usage.longCacheWriteTokens() + (kind == 3 ? more : 0),
        usage.outputTokens() + output,
        usage.reasoningTokens() + reasoning,
        usage.inputAudioTokens() + (kind == 6 ? more : 0),
        usage.outputAudioTokens() + (kind == 7 ? more : 0),
        0,
        0,
        0,
        0);
  }

  /** The same by another way: decimals, and no splitting. */
  private static Money exact(Rates rates, Usage usage, int images) {
    TokenRate in = or(rates.input(), new TokenRate(0));
    TokenRate out = or(rates.output(), in);
    TokenRate write = or(rates.cacheWrite(), in);
    int plain = usage.inputTokens() - usage.cachedInputTokens() - usage.cacheWriteTokens();
    int heard = Math.min(plain, usage.inputAudioTokens());
    int answer = usage.outputTokens() - usage.reasoningTokens();
    int spoken = Math.min(answer, usage.outputAudioTokens());
    BigDecimal sum =
        times(plain - heard, in)
            .add(times(heard, or(rates.inputAudio(), in)))
            .add(times(usage.cachedInputTokens(), or(rates.cacheRead(), in)))
            .add(times(usage.cacheWriteTokens() - usage.longCacheWriteTokens(), write))
            .add(times(usage.longCacheWriteTokens(), or(rates.longCacheWrite(), write)))
            .add(times(answer - spoken, out))
            .add(times(spoken, or(rates.outputAudio(), out)))
            .add(times(usage.reasoningTokens(), or(rates.reasoning(), out)))
            .movePointLeft(6);
    if (rates.image() != null) {
      sum = sum.add(BigDecimal.valueOf(rates.image().nanos()).multiply(BigDecimal.valueOf(images)));
    }
    if (rates.request() != null) {
      sum = sum.add(BigDecimal.valueOf(rates.request().nanos()));
    }
    return new Money(sum.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  private static void assertNear(Money part, int tokens, @Nullable TokenRate rate) {
    if (rate != null) {
      BigDecimal exact = times(tokens, rate).movePointLeft(6);
      assertThat(exact.subtract(BigDecimal.valueOf(part.nanos())).abs()).isLessThan(BigDecimal.ONE);
    }
  }

  private static BigDecimal times(int tokens, TokenRate rate) {
    return BigDecimal.valueOf(rate.nanosPerMillion()).multiply(BigDecimal.valueOf(tokens));
  }

  private static TokenRate or(@Nullable TokenRate rate, TokenRate otherwise) {
    return rate == null ? otherwise : rate;
  }

  private static List<Money> parts(Cost cost) {
    return List.of(
        cost.input(),
        cost.cacheRead(),
        cost.cacheWrite(),
        cost.output(),
        cost.reasoning(),
        cost.image(),
        cost.request());
  }
}
