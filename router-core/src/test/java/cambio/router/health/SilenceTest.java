package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.Breaker.State;
import cambio.router.health.Outcome.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private static final String ENDPOINT = "acme:acme/large";
  private static final String KEY = "acme-1";

  private final HealthBook book = new HealthBook();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void twoThatWaitBeyondTheUsualAreEnough() {
    usualAnswers(100);
    start();
    start();
    passMillis(1_500);
    assertThat(silent()).isFalse();
    passMillis(1_000);
    assertThat(silent()).isTrue();
  }

  @Test
  void oneThatWaitsIsNotEnough() {
    usualAnswers(100);
    start();
    passMillis(60_000);
    assertThat(silent()).isFalse();
  }

  @Test
  void anAnswerEndsIt() {
    usualAnswers(100);
    start();
    start();
    passMillis(3_000);
    book.answered(ENDPOINT, now);
    assertThat(silent()).isFalse();
  }

  @Test
  void theEndOfAStreamThatBeganLongAgoIsNoAnswer() {
    usualAnswers(100);
    start();
    book.answered(ENDPOINT, now);
    start();
    start();
    passMillis(3_000);
    end(Outcome.success(1, 10));
    assertThat(silent()).isTrue();
  }

  @Test
  void fewSamplesPromiseLittle() {
    usualAnswers(3);
    start();
    start();
    passMillis(5_000);
    assertThat(silent()).isFalse();
    for (int i = 0; i < 5; i++) {
      start();
    }
    passMillis(5_000);
    assertThat(silent()).isTrue();
  }

  @Test
  void theFirstTimeoutOfASilentEndpointOpensItsCircuit() {
    usualAnswers(100);
    start();
    start();
    passMillis(5_000);
    end(Outcome.of(Kind.OVERLOADED));
    assertThat(health().breaker().state()).isEqualTo(State.OPEN);
  }

  @Test
  void whereNobodyWaitsAnyMoreThereIsNoSilence() {
    usualAnswers(100);
    start();
    start();
    passMillis(3_000);
    end(Outcome.of(Kind.IGNORED));
    assertThat(silent()).isTrue();
    end(Outcome.of(Kind.IGNORED));
    assertThat(silent()).isFalse();
  }

  @Test
  void aProbeOfBeforeDoesNotUndoWhatNewerOnesFound() {
    for (int i = 0; i < 5; i++) {
      start();
      end(Outcome.of(Kind.DROPPED));
    }
    passMillis(2_000);
    Instant first = now;
    start();
    passMillis(1_000);
    Instant second = now;
    start();
    passMillis(7_000);
    end(Outcome.of(Kind.OVERLOADED).withStart(first));
    start();
    book.answered(ENDPOINT, now);
    end(Outcome.of(Kind.OVERLOADED).withStart(second));
    assertThat(health().breaker().state()).isEqualTo(State.HALF_OPEN);
    passMillis(1_000);
    start();
    book.answered(ENDPOINT, now);
    assertThat(health().breaker()).isEqualTo(Breaker.CLOSED);
  }

  /** Between one and two seconds to the first event. */
  private void usualAnswers(int count) {
    for (int i = 0; i < count; i++) {
      start();
      end(Outcome.success(1 + (double) i / count, 10));
    }
    passMillis(2_000);
  }

  private void start() {
    book.started(ENDPOINT, now);
  }

  private void end(Outcome outcome) {
    book.ended(ENDPOINT, KEY, outcome, now);
  }

  private void passMillis(long millis) {
    now = now.plusMillis(millis);
  }

  private boolean silent() {
    return health().silent();
  }

  private EndpointHealth health() {
    return book.snapshot(now).endpoint(ENDPOINT);
  }
}
