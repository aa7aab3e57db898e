package cambio.router.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cambio.spi.event.Usage;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest(name = "{0} in at {2}, {1} out at {3}: {4}")
  @CsvSource({
    "1000, 500, 2.50, 10, 0.0075",
    "1, 0, 0.0000005, 0, 0",
    "1, 0, 0.0004, 0, 0",
    "1, 0, 0.0005, 0, 0.000000001",
    "1, 1, 0.0002, 0.0002, 0",
    "1, 1, 0.0003, 0.0002, 0.000000001",
    "3, 0, 0.0005, 0, 0.000000002",
    "2147483647, 2147483647, 150, 600, 1610612.73525",
    "0, 0, 5, 5, 0"
  })
  void oneRoundingHalfUp(int in, int out, String inRate, String outRate, String total) {
    Cost cost = of(rates(inRate, outRate)).cost(Usage.of(in, out), 0);
    assertThat(cost.total()).isEqualTo(Money.parse(total));
  }

  @Test
  void everyKindOfTokenHasItsRate() {
    Rates rates =
        new Rates(
            TokenRate.perMillion("1"),
            TokenRate.perMillion("10"),
            TokenRate.perMillion("0.1"),
            TokenRate.perMillion("1.25"),
            TokenRate.perMillion("2"),
            TokenRate.perMillion("20"),
            null,
            null,
            Money.parse("0.01"),
            Money.parse("0.002"));
    Usage usage = new Usage(1_000, 300, 200, 50, 100, 40, 0, 0, 0, 0, 0, 0);
    Cost cost = of(rates).cost(usage, 3);
    assertThat(cost.input()).isEqualTo(Money.parse("0.0005"));
    assertThat(cost.cacheRead()).isEqualTo(Money.parse("0.00003"));
    assertThat(cost.cacheWrite()).isEqualTo(Money.parse("0.0002875"));
    assertThat(cost.output()).isEqualTo(Money.parse("0.0006"));
    assertThat(cost.reasoning()).isEqualTo(Money.parse("0.0008"));
    assertThat(cost.image()).isEqualTo(Money.parse("0.03"));
    assertThat(cost.request()).isEqualTo(Money.parse("0.002"));
    assertThat(cost.total()).isEqualTo(Money.parse("0.0342175"));
  }

  @ParameterizedTest(name = "{0} heard of 1,000, {1} spoken of 100: {2} and {3}")
  @CsvSource({
    "0, 0, 0.0005, 0.0006",
    "200, 10, 0.0023, 0.0009",
    "500, 60, 0.005, 0.0024",
    // More sound than came uncached: the rest was read from the cache, and charged as that.
    "900, 100, 0.005, 0.0024"
  })
  void soundIsAPartOfInputAndOutput(int heard, int spoken, String input, String output) {
    Cost cost =
        of(sounding()).cost(new Usage(1_000, 500, 0, 0, 100, 40, heard, spoken, 0, 0, 0, 0), 0);
    assertThat(cost.input()).isEqualTo(Money.parse(input));
    assertThat(cost.output()).isEqualTo(Money.parse(output));
    assertThat(cost.cacheRead()).isEqualTo(Money.parse("0.00005"));
    assertThat(cost.reasoning()).isEqualTo(Money.parse("0.0004"));
  }

  @Test
  void aTierMayChangeWhatSoundCosts() {
    Rates over =
        new Rates(null, null, null, null, null, null, TokenRate.perMillion("20"), null, null, null);
    PriceVersion version = version(sounding(), List.of(new PriceTier(100, over)), List.of());
    Rates late = effective(version, 101, NOON);
    assertThat(late.inputAudio()).isEqualTo(TokenRate.perMillion("20"));
    assertThat(late.outputAudio()).isEqualTo(TokenRate.perMillion("40"));
    assertThat(effective(version, 100, NOON)).isEqualTo(sounding());
  }

  private static Rates sounding() {
    return new Rates(
        TokenRate.perMillion("1"),
        TokenRate.perMillion("10"),
        TokenRate.perMillion("0.1"),
        null,
        null,
        null,
        TokenRate.perMillion("10"),
        TokenRate.perMillion("40"),
        null,
        null);
  }

  @Test
  void whatHasNoRateOfItsOwnCountsAsItsNearestKin() {
    Usage usage = new Usage(1_000, 300, 200, 50, 100, 40, 0, 0, 0, 0, 0, 0);
    assertThat(of(rates("1", "10")).cost(usage, 3).total()).isEqualTo(Money.parse("0.002"));
    Rates noOutput = Rates.of(TokenRate.perMillion("1"), null);
    assertThat(of(noOutput).cost(usage, 0).total()).isEqualTo(Money.parse("0.0011"));
  }

  @Test
  void withoutAnyRateNothingIsCharged() {
    Rates unknown = new Rates(null, null, null, null, null, null, null, null, null, null);
    assertThatIllegalArgumentException().isThrownBy(() -> Tariff.of(unknown));
    assertThat(Tariff.known(version(unknown, List.of(), List.of()))).isFalse();
    assertThat(Tariff.known(null)).isFalse();
  }

  @Test
  void aLongPromptIsChargedByItsTierAsAWhole() {
    PriceVersion version =
        version(
            rates("1", "2"),
            List.of(
                new PriceTier(100, Rates.of(TokenRate.perMillion("2"), null)),
                new PriceTier(200, rates("3", "5"))),
            List.of());
    assertThat(effective(version, 100, NOON)).isEqualTo(rates("1", "2"));
    assertThat(effective(version, 101, NOON)).isEqualTo(rates("2", "2"));
    assertThat(effective(version, 201, NOON)).isEqualTo(rates("3", "5"));
  }

  @ParameterizedTest
  @CsvSource({"12:00, 1", "15:59, 1", "16:00, 3", "23:59, 3", "00:29, 3", "00:30, 1"})
  void aWindowMayPassMidnight(String time, String rate) {
    PriceVersion version =
        version(
            rates("1", "1"),
            List.of(),
            List.of(
                new PriceVersion.DailyWindow(
                    LocalTime.parse("16:00"), LocalTime.parse("00:30"), rates("3", "3"))));
    assertThat(effective(version, 1, Instant.parse("2026-11-23T" + time + ":00Z")))
        .isEqualTo(rates(rate, rate));
  }

  @Test
  void theLastMatchingWindowWins() {
    PriceVersion.DailyWindow all =
        new PriceVersion.DailyWindow(LocalTime.MIN, LocalTime.MAX, rates("2", "2"));
    PriceVersion.DailyWindow noon =
        new PriceVersion.DailyWindow(
            LocalTime.parse("11:00"),
            LocalTime.parse("13:00"),
            Rates.of(TokenRate.perMillion("4"), null));
    PriceVersion version = version(rates("1", "1"), List.of(), List.of(all, noon));
    assertThat(effective(version, 1, NOON)).isEqualTo(rates("4", "1"));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    Tariff absurd = of(Rates.of(new TokenRate(Long.MAX_VALUE), new TokenRate(Long.MAX_VALUE)));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> absurd.cost(Usage.of(Integer.MAX_VALUE, Integer.MAX_VALUE), 0));
  }

  private static Rates effective(PriceVersion version, long input, Instant instant) {
    return Tariff.effectiveRates(version, input, instant);
  }

  private static Rates rates(String input, String output) {
    return Rates.of(TokenRate.perMillion(input), TokenRate.perMillion(output));
  }

  private static Tariff of(Rates rates) {
    return Tariff.of(rates);
  }

  private static PriceVersion version(
      Rates base, List<PriceTier> tiers, List<PriceVersion.DailyWindow> windows) {
    return new PriceVersion("v", Instant.EPOCH, base, tiers, windows, PriceVersion.Trust.CONFIRMED);
  }
}
