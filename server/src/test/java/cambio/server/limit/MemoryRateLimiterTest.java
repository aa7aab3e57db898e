package cambio.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryRateLimiterTest extends RateLimiterContract {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));

  @Override
  RateLimiter limiter() {
    return new MemoryRateLimiter(now::get);
  }

  @Override
  void pass(Duration span) {
    now.updateAndGet(instant -> instant.plus(span));
  }

  @Test
  void manyKeysAreForgottenOnceTheirBurstIsWhole() {
    RateLimiter limiter = limiter();
    RateLimit limit = RateLimit.perMinute(60);
    for (int i = 0; i < 20_000; i++) {
      limiter.take("root", "key" + i, limit);
    }
    pass(Duration.ofMinutes(2));
    for (int i = 0; i < 5_000; i++) {
      pass(Duration.ofNanos(1_000));
      limiter.take("root", "one", RateLimit.perMinute(1_000_000));
    }
    assertThat(((MemoryRateLimiter) limiter).size()).isLessThan(10);
  }
}
