package cambio.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.ledger.FeePolicy.Basis;
import cambio.router.money.Money;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FeePolicyTest {

  @Test
  void aFeeIsTakenOnceOnly() {
    FeePolicy purchase = FeePolicy.percent(Basis.PURCHASE, "5");
    assertThat(purchase.ofPurchase(Money.parse("10"))).isEqualTo(Money.parse("0.5"));
    assertThat(purchase.ofUsage(Money.parse("10"))).isEqualTo(Money.ZERO);
    FeePolicy usage = FeePolicy.percent(Basis.USAGE, "5.5");
    assertThat(usage.ofUsage(Money.parse("10"))).isEqualTo(Money.parse("0.55"));
    assertThat(usage.ofPurchase(Money.parse("10"))).isEqualTo(Money.ZERO);
    assertThat(FeePolicy.NONE.ofPurchase(Money.parse("10"))).isEqualTo(Money.ZERO);
  }

  @Test
  void halvesAreRoundedUp() {
    FeePolicy fee = FeePolicy.percent(Basis.USAGE, "5");
    assertThat(fee.ofUsage(new Money(9))).isEqualTo(Money.ZERO);
    assertThat(fee.ofUsage(new Money(10))).isEqualTo(new Money(1));
    assertThat(fee.ofUsage(new Money(29))).isEqualTo(new Money(1));
    assertThat(fee.ofUsage(new Money(30))).isEqualTo(new Money(2));
  }

  @Test
  void whatIsNoPercentageIsRefused() {
    assertThat(FeePolicy.percent(Basis.USAGE, "0").partsPerMillion()).isZero();
    assertThat(FeePolicy.percent(Basis.USAGE, "100").partsPerMillion()).isEqualTo(1_000_000);
    assertThat(FeePolicy.percent(Basis.USAGE, "0.0001").partsPerMillion()).isEqualTo(1);
    assertThatThrownBy(() -> FeePolicy.percent(Basis.USAGE, "-0.1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FeePolicy.percent(Basis.USAGE, "100.1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FeePolicy.percent(Basis.USAGE, "0.00001"))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> FeePolicy.percent(Basis.USAGE, "five"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> new FeePolicy(Basis.USAGE, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FeePolicy(Basis.USAGE, 1_000_001))
        .isInstanceOf(IllegalArgumentException.class);
    FeePolicy five = FeePolicy.percent(Basis.USAGE, "5");
    assertThatThrownBy(() -> five.ofUsage(new Money(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void isExactForEveryAmount(
      @ForAll @LongRange(min = 0) long nanos, @ForAll @IntRange(max = 1_000_000) int parts) {
    BigInteger exact =
        BigInteger.valueOf(nanos)
            .multiply(BigInteger.valueOf(parts))
            .add(BigInteger.valueOf(500_000))
            .divide(BigInteger.valueOf(1_000_000));
    assertThat(new FeePolicy(Basis.USAGE, parts).ofUsage(new Money(nanos)).nanos())
        .isEqualTo(exact.longValueExact());
  }
}
