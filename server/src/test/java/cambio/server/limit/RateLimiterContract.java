package cambio.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every limiter must do; an implementation's test extends it. */
abstract class RateLimiterContract {

  /** One request each ten seconds: nothing comes back while a test runs. */
  private static final RateLimit SLOW = new RateLimit(6, 6);

  /** A limiter without any state. */
  abstract RateLimiter limiter() throws Exception;

  /** Lets this time pass on the limiter's clock. */
  abstract void pass(Duration span) throws Exception;

  private static RateDecision take(RateLimiter limiter, String key, RateLimit limit) {
    return limiter
        .take("acme/dev", key, limit)
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void theBurstIsAdmittedAndNoMore() throws Exception {
    RateLimiter limiter = limiter();
    for (int left = 5; left >= 0; left--) {
      RateDecision decision = take(limiter, "a", SLOW);
      assertThat(decision.admitted()).isTrue();
      assertThat(decision.remaining()).isEqualTo(left);
      assertThat(decision.retryAfter()).isZero();
    }
    RateDecision refused = take(limiter, "a", SLOW);
    assertThat(refused.admitted()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    assertThat(refused.resetAfter()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    assertThat(refused.limit()).isEqualTo(SLOW);
  }

  @Test
  void aRefusalTakesNothing() throws Exception {
    RateLimiter limiter = limiter();
    for (int i = 0; i < 6; i++) {
      take(limiter, "a", SLOW);
    }
    Duration first = take(limiter, "a", SLOW).retryAfter();
    for (int i = 0; i < 20; i++) {
      take(limiter, "a", SLOW);
    }
    assertThat(take(limiter, "a", SLOW).retryAfter()).isLessThanOrEqualTo(first);
  }

  @Test
  void keysAndRootsDoNotShare() throws Exception {
    RateLimiter limiter = limiter();
    RateLimit one = new RateLimit(1, 1);
    assertThat(take(limiter, "a", one).admitted()).isTrue();
    assertThat(take(limiter, "a", one).admitted()).isFalse();
    assertThat(take(limiter, "b", one).admitted()).isTrue();
    assertThat(limiter.take("beta/dev", "a", one).toCompletableFuture().join().admitted()).isTrue();
  }

  @Test
  void retryAfterIsTrue() throws Exception {
    RateLimiter limiter = limiter();
    RateLimit limit = new RateLimit(600, 2);
    RateDecision decision = take(limiter, "a", limit);
    while (decision.admitted()) {
      decision = take(limiter, "a", limit);
    }
    assertThat(decision.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(100));
    pass(decision.retryAfter());
    assertThat(take(limiter, "a", limit).admitted()).isTrue();
  }

  @Test
  void concurrentRequestsNeverPassTheBurst() throws Exception {
    RateLimiter limiter = limiter();
    RateLimit limit = new RateLimit(6, 5);
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> call = () -> take(limiter, "a", limit).admitted();
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(call));
      }
      int admitted = 0;
      for (Future<Boolean> answer : answers) {
        admitted += answer.get() ? 1 : 0;
      }
      assertThat(admitted).isEqualTo(5);
    }
  }

  @Test
  void oddNamesAreJustNames() throws Exception {
    RateLimiter limiter = limiter();
    RateLimit one = new RateLimit(1, 1);
    for (String name : List.of("}{", "a b\r\nDEL x", "'\"\\", "é\u0000")) {
      assertThat(limiter.take(name, name, one).toCompletableFuture().join().admitted()).isTrue();
      assertThat(limiter.take(name, name, one).toCompletableFuture().join().admitted()).isFalse();
    }
  }
}
