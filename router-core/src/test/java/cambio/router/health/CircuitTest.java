package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.Breaker.State;
import cambio.router.health.SlidingWindow.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private static final Counts FEW = new Counts(5, 5);
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private Circuit circuit = Circuit.CLOSED;

  @Test
  void fiveDropsInARowOpenIt() {
    drops(4);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    circuit = circuit.dropped(now, null, FEW);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(circuit.view().until()).isEqualTo(now.plusSeconds(2));
  }

  @Test
  void aSuccessBetweenThemKeepsItClosed() {
    drops(4);
    circuit = circuit.worked();
    drops(4);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void halfOfManyAttemptsOpenIt() {
    assertThat(circuit.dropped(now, null, new Counts(20, 9)).state()).isEqualTo(State.CLOSED);
    assertThat(circuit.dropped(now, null, new Counts(20, 10)).state()).isEqualTo(State.OPEN);
    assertThat(circuit.dropped(now, null, new Counts(19, 19)).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void probesPassOneASecondAndThreeAtATime() {
    drops(5);
    assertThat(circuit.passes(now.plusMillis(1_999))).isFalse();
    now = now.plusSeconds(2);
    for (int probe = 0; probe < 3; probe++) {
      assertThat(circuit.passes(now)).isTrue();
      circuit = circuit.started(now);
      assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
      assertThat(circuit.passes(now.plusMillis(999))).isFalse();
      now = now.plusSeconds(1);
    }
    assertThat(circuit.passes(now.plusSeconds(20))).isFalse();
    circuit = circuit.ignored();
    assertThat(circuit.passes(now)).isTrue();
  }

  @Test
  void aProbeThatWaitedInVainWasAPauseByItself() {
    drops(5);
    now = now.plusSeconds(2);
    circuit = circuit.started(now);
    now = now.plusSeconds(10);
    circuit = circuit.dropped(now, null, FEW);
    assertThat(circuit.passes(now)).isTrue();
  }

  @Test
  void twoProbesThatWorkCloseIt() {
    drops(5);
    now = now.plusSeconds(2);
    circuit = circuit.started(now).worked();
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    circuit = circuit.started(now.plusSeconds(1)).worked();
    assertThat(circuit).isEqualTo(Circuit.CLOSED);
  }

  @Test
  void aFailedProbeDoublesThePauseToEightSeconds() {
    drops(5);
    for (int seconds : new int[] {4, 8, 8}) {
      now = Objects.requireNonNull(circuit.view().until());
      circuit = circuit.started(now).dropped(now, null, FEW);
      assertThat(Duration.between(now, circuit.view().until()))
          .isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void aRecoveryIsNoticedWithinTenSeconds() {
    drops(5);
    for (int i = 0; i < 5; i++) {
      now = Objects.requireNonNull(circuit.view().until());
      circuit = circuit.started(now).dropped(now, null, FEW);
    }
    Instant recovered = now.plusMillis(1);
    while (circuit.state() != State.CLOSED) {
      now = Objects.requireNonNull(circuit.view().until());
      circuit = circuit.started(now).worked();
    }
    assertThat(Duration.between(recovered, now)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aProbeThatNobodyEndsDoesNotLockItForEver() {
    drops(5);
    now = now.plusSeconds(2);
    for (int probe = 0; probe < 3; probe++) {
      circuit = circuit.started(now);
      now = now.plusSeconds(1);
    }
    now = now.plusSeconds(61);
    assertThat(circuit.passes(now)).isTrue();
    assertThat(circuit.started(now).probes()).isEqualTo(1);
  }

  @Test
  void lateAnswersDoNotMoveAnOpenOne() {
    drops(5);
    assertThat(circuit.worked()).isEqualTo(circuit);
    assertThat(circuit.dropped(now, null, FEW)).isEqualTo(circuit);
    assertThat(circuit.ignored()).isEqualTo(circuit);
  }

  private void drops(int count) {
    for (int i = 0; i < count; i++) {
      circuit = circuit.dropped(now, null, FEW);
    }
  }
}
