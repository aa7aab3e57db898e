package cambio.router.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cambio.spi.event.Usage;
import net.jqwik.api.Example;

class ValuesTest {

  private static final TokenRate TWO = TokenRate.perMillion("2");
  private static final TokenRate FOUR = TokenRate.perMillion("4");
  private static final TokenRate TEN = TokenRate.perMillion("10");

  @Example
  void moneyIsReadAndShownAsPlainDecimals() {
    assertThat(Money.parse("0.00015").nanos()).isEqualTo(150_000);
    assertThat(Money.parse("0.00015")).hasToString("0.00015");
    assertThat(Money.parse("-25.50")).hasToString("-25.5");
    assertThat(Money.ZERO).hasToString("0");
    assertThat(new Money(3).plus(new Money(4))).isEqualTo(new Money(7));
    assertThat(new Money(3).minus(new Money(4))).isEqualTo(new Money(-1));
    assertThat(new Money(3).compareTo(new Money(4))).isNegative();
    assertThat(new Money(4).compareTo(new Money(3))).isPositive();
    assertThatThrownBy(() -> Money.parse("0.0000000001")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Money(Long.MIN_VALUE).minus(new Money(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Example
  void ratesAreReadAndShownInBothUnits() {
    assertThat(TokenRate.perToken("0.0000025")).isEqualTo(TokenRate.perMillion("2.5"));
    assertThat(TokenRate.perMillion("2.50")).hasToString("2.5");
    assertThat(TokenRate.perMillion("2.5").usdPerToken()).isEqualTo("0.0000025");
    assertThat(TokenRate.FREE).hasToString("0");
    assertThat(TokenRate.FREE.usdPerToken()).isEqualTo("0");
    assertThat(TWO.compareTo(FOUR)).isNegative();
    assertThat(FOUR.compareTo(TWO)).isPositive();
    assertThatThrownBy(() -> new TokenRate(-1)).hasMessageContaining("expected: >= 0");
    assertThatThrownBy(() -> TokenRate.perToken("0.0000000000000001"))
        .isInstanceOf(ArithmeticException.class);
  }

  @Example
  void onlyWhatCostsNothingAtAllIsFree() {
    TokenRate free = TokenRate.FREE;
    assertThat(Rates.of(free, free).free()).isTrue();
    assertThat(Rates.of(free, null).free()).isTrue();
    assertThat(Rates.of(TWO, free).free()).isFalse();
    assertThat(Rates.of(free, TWO).free()).isFalse();
    assertThat(new Rates(null, free, null, null, null, null, null, null, null, null).free())
        .isFalse();
    assertThat(asking(free, new Money(1)).free()).isFalse();
    assertThat(asking(free, Money.ZERO).free()).isTrue();
  }

  private static Rates asking(TokenRate rate, Money request) {
    return new Rates(rate, rate, null, null, null, null, null, null, null, request);
  }

  @Example
  void anEstimateAddsUpWhatIsKnown() {
    Rates rates =
        new Rates(
            TWO,
            FOUR,
            TokenRate.perMillion("1"),
            null,
            null,
            null,
            null,
            null,
            Money.parse("0.25"),
            Money.parse("0.5"));
    assertThat(Tariff.estimateUsd(rates, Usage.of(1_000_000, 500_000), 0, 3))
        .isCloseTo(2 + 2 + 0.75 + 0.5, within(1e-9));
    assertThat(Tariff.estimateUsd(rates, Usage.of(1_000_000, 0), 0.5, 0))
        .isCloseTo(2.0, within(1e-9));
    assertThat(Tariff.estimateUsd(Rates.of(TWO, null), Usage.of(0, 1_000_000), 0, 9))
        .isCloseTo(2, within(1e-9));
    Rates outputOnly = new Rates(null, FOUR, null, null, null, null, null, null, null, null);
    assertThat(Tariff.estimateUsd(outputOnly, Usage.of(1_000_000, 0), 0, 0))
        .isCloseTo(4, within(1e-9));
    Rates nothing = new Rates(null, null, null, null, null, null, null, null, null, null);
    assertThat(Tariff.estimateUsd(nothing, Usage.of(1, 1), 0, 0)).isNaN();
  }

  @Example
  void anEstimateCountsSoundAtItsOwnRates() {
    Rates sounding = new Rates(TWO, FOUR, null, null, null, null, FOUR, TEN, null, null);
    Usage expected = Usage.of(1_000_000, 1_000_000).withAudio(250_000, 500_000);
    assertThat(Tariff.estimateUsd(sounding, expected, 0, 0))
        .isCloseTo(1.5 + 1 + 2 + 5, within(1e-9));
    Rates silent = Rates.of(TWO, FOUR);
    assertThat(Tariff.estimateUsd(silent, expected, 0, 0)).isCloseTo(2 + 4, within(1e-9));
  }

  @Example
  void soundThatCostsMakesNothingFree() {
    TokenRate free = TokenRate.FREE;
    assertThat(new Rates(free, free, null, null, null, null, TWO, null, null, null).free())
        .isFalse();
    assertThat(new Rates(free, free, null, null, null, null, null, TWO, null, null).free())
        .isFalse();
    assertThat(new Rates(free, free, null, null, null, null, free, free, null, null).free())
        .isTrue();
  }

  @Example
  void costsAddUpPartByPart() {
    Money one = new Money(1);
    Cost cost = new Cost(new Money(7), one, one, one, one, one, one, one);
    assertThat(cost.plus(cost).total()).isEqualTo(new Money(14));
    assertThat(cost.plus(Cost.ZERO)).isEqualTo(cost);
    assertThatThrownBy(() -> new Cost(one, one, one, one, one, one, one, one))
        .hasMessageContaining("expected: the sum");
  }
}
