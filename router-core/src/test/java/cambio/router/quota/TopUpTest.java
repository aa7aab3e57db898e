package cambio.router.quota;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class TopUpTest {

  @Property
  void aStepIsForwardAndWithinTheMost(
      @ForAll @LongRange(min = 0, max = 100_000) long used,
      @ForAll @LongRange(min = 1, max = 100_000) long held,
      @ForAll @LongRange(min = 0, max = 100_000) long more) {
    long most = held + more;
    long next = TopUp.next(used, held, most);
    long least = TopUp.least(used, held, most);
    assertThat(next).isBetween(Math.min(held, most), most).isGreaterThanOrEqualTo(least);
    assertThat(least).isGreaterThanOrEqualTo(held);
    if (most > held) {
      assertThat(least).isGreaterThan(held);
      assertThat(TopUp.exhausted(Math.min(used, most - 1), Math.max(least, used + 1))).isFalse();
    }
  }

  @Property
  void itIsDueBeforeItIsExhausted(
      @ForAll @LongRange(min = 0, max = 100_000) long used,
      @ForAll @LongRange(min = 1, max = 100_000) long held) {
    if (TopUp.exhausted(used, held)) {
      assertThat(TopUp.due(used, held)).isTrue();
    }
  }

  @Property
  void whoHoldsInComfortNeverAsks(@ForAll @LongRange(min = 0, max = 1_000_000) long tokens) {
    assertThat(TopUp.due(TopUp.used(tokens, tokens), TopUp.comfort(tokens))).isFalse();
    assertThat(TopUp.comfort(tokens)).isLessThanOrEqualTo(tokens + tokens / 4 + 257);
  }

  @Example
  void stepsAreHalfAsMuchAgain() {
    assertThat(TopUp.next(900, 1_000, 64_000)).isEqualTo(1_500);
    assertThat(TopUp.next(1_200, 1_000, 64_000)).isEqualTo(1_700);
    assertThat(TopUp.next(90, 100, 64_000)).isEqualTo(356);
    assertThat(TopUp.next(90, 100, 120)).isEqualTo(120);
    assertThat(TopUp.least(900, 1_000, 64_000)).isEqualTo(1_250);
    assertThat(TopUp.least(900, 10_000, 64_000)).isEqualTo(10_256);
    assertThat(TopUp.least(20, 40, 64_000)).isEqualTo(72);
    assertThat(TopUp.least(90, 40, 64_000)).isEqualTo(122);
    assertThat(TopUp.due(749, 1_000)).isFalse();
    assertThat(TopUp.due(750, 1_000)).isTrue();
    assertThat(TopUp.exhausted(999, 1_000)).isFalse();
    assertThat(TopUp.exhausted(1_000, 1_000)).isTrue();
  }

  @Example
  void whatMayBeUsedIsAQuarterMoreThanWasCountedAndAPieceIsAToken() {
    assertThat(TopUp.used(100, 0)).isEqualTo(125);
    assertThat(TopUp.used(100, 200)).isEqualTo(200);
  }
}
