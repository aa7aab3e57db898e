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
    assertThat(breaker.allows()).isTrue();
    fail(1);
    assertThat(breaker.open()).isTrue();
    assertThat(breaker.allows()).isFalse();
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
    fail(5);
    now.updateAndGet(instant -> instant.plusMillis(500));
    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.allows()).isFalse();
    breaker.failed();
    now.updateAndGet(instant -> instant.plusMillis(500));
    assertThat(breaker.allows()).isTrue();
    breaker.succeeded();
    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.open()).isFalse();
  }
}
