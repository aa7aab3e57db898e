package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoreBreakerTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final StoreBreaker breaker = new StoreBreaker(now::get);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }

  @Test
  void fiveFailuresInARowOpenIt() {
    fail(4);
    assertThat(breaker.open()).isFalse();
    fail(1);
    assertThat(breaker.open()).isTrue();
  }

  @Test
  void aFailureNowAndThenDoesNot() {
    for (int i = 0; i < 1_000; i++) {
      fail(1);
      for (int j = 0; j < 5; j++) {
        breaker.succeeded();
      }
    }
    assertThat(breaker.open()).isFalse();
  }

  @Test
  void everySecondCallFailingOpensItInTheEnd() {
    for (int i = 0; i < 20; i++) {
      fail(1);
      if (!breaker.open()) {
        breaker.succeeded();
      }
    }
    assertThat(breaker.open()).isTrue();
  }

  @Test
  void oneProbeEveryHalfSecondAndItsSuccessCloses() {
    assertThat(breaker.probeDue()).as("nothing is wrong").isFalse();
    fail(5);
    assertThat(breaker.probeDue()).isFalse();
    now.updateAndGet(instant -> instant.plusMillis(500));
    assertThat(breaker.probeDue()).isTrue();
    assertThat(breaker.probeDue()).isFalse();
    breaker.failed();
    assertThat(breaker.open()).isTrue();
    now.updateAndGet(instant -> instant.plusMillis(500));
    assertThat(breaker.probeDue()).isTrue();
    breaker.succeeded();
    assertThat(breaker.open()).isFalse();
    assertThat(breaker.probeDue()).isFalse();
  }
}
