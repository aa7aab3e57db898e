package cambio.router.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;

class ValuesTest {

  private static final TokenRate TWO = TokenRate.perMillion("2");
  private static final TokenRate FOUR = TokenRate.perMillion("4");

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
    assertThat(new Rates(null, free, null, null, null, null, null, null).free()).isFalse();
    assertThat(asking(free, new Money(1)).free()).isFalse();
    assertThat(asking(free, Money.ZERO).free()).isTrue();
  }

  private static Rates asking(TokenRate rate, Money request) {
    return new Rates(rate, rate, null, null, null, null, null, request);
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
            Money.parse("0.25"),
            Money.parse("0.5"));
    assertThat(Tariff.estimateUsd(rates, 1_000_000, 0, 500_000, 3))
        .isCloseTo(2 + 2 + 0.75 + 0.5, within(1e-9));
    assertThat(Tariff.estimateUsd(rates, 1_000_000, 0.5, 0, 0)).isCloseTo(2.0, within(1e-9));
    assertThat(Tariff.estimateUsd(Rates.of(TWO, null), 0, 0, 1_000_000, 9))
        .isCloseTo(2, within(1e-9));
    Rates outputOnly = new Rates(null, FOUR, null, null, null, null, null, null);
    assertThat(Tariff.estimateUsd(outputOnly, 1_000_000, 0, 0, 0)).isCloseTo(4, within(1e-9));
    Rates nothing = new Rates(null, null, null, null, null, null, null, null);
    assertThat(Tariff.estimateUsd(nothing, 1, 0, 1, 0)).isNaN();
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
