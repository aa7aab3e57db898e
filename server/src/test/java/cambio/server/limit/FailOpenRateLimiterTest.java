package cambio.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FailOpenRateLimiterTest {

  @Test
  void eachReplicaAdmitsItsShareDuringAnOutage() {
    RateLimiter dead = (root, key, limit) -> CompletableFuture.failedFuture(new Exception("dead"));
    int admitted = 0;
    for (int replica = 0; replica < 3; replica++) {
      RateLimiter limiter = new FailOpenRateLimiter(dead, 3, () -> Instant.EPOCH);
      for (int i = 0; i < 100; i++) {
        RateDecision decision =
            limiter.take("r", "k", RateLimit.perMinute(30)).toCompletableFuture().join();
        admitted += decision.admitted() ? 1 : 0;
      }
    }
    assertThat(admitted).isEqualTo(30);
  }

  @Test
  void aStoreThatThrowsIsADeadOne() {
    RateLimiter throwing =
        (root, key, limit) -> {
          throw new IllegalStateException("request queue size exceeded");
        };
    RateLimiter limiter = new FailOpenRateLimiter(throwing, 1, () -> Instant.EPOCH);
    assertThat(
            limiter.take("r", "k", RateLimit.perMinute(30)).toCompletableFuture().join().admitted())
        .isTrue();
  }
}
