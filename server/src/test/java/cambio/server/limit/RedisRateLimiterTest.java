package cambio.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisRateLimiterTest extends RateLimiterContract {

  /** Long enough that a busy machine does not fail the contract; the product's default is 50 ms. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private RedisLink link;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start(directory);
    link = new RedisLink(redis.url(), PATIENT);
    await(link::connected);
  }

  @AfterEach
  void stop() throws Exception {
    if (link != null) {
      link.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  RateLimiter limiter() {
    return new RedisRateLimiter(link);
  }

  /** The store's clock is the real one. */
  @Override
  void pass(Duration span) throws Exception {
    Thread.sleep(span.plusMillis(1));
  }

  @Test
  void twoRoutersShareOneLimit() {
    RateLimit limit = new RateLimit(6, 6);
    RateLimiter one = limiter();
    try (RedisLink other = new RedisLink(redis.url(), PATIENT)) {
      await(other::connected);
      RateLimiter two = new RedisRateLimiter(other);
      int admitted = 0;
      for (int i = 0; i < 10; i++) {
        RateLimiter either = i % 2 == 0 ? one : two;
        admitted += either.take("r", "k", limit).toCompletableFuture().join().admitted() ? 1 : 0;
      }
      assertThat(admitted).isEqualTo(6);
    }
  }

  @Test
  void theStateHasARootAndAnExpiry() {
    limiter().take("acme/dev", "key", new RateLimit(60, 1)).toCompletableFuture().join();
    var commands = Objects.requireNonNull(link.commands());
    String key = "cambio:v1:{acme/dev}:rpm:key";
    assertThat(commands.keys("*").toCompletableFuture().join()).containsExactly(key);
    assertThat(commands.pttl(key).toCompletableFuture().join()).isBetween(1L, 1_002L);
  }

  @Test
  void aStoreThatForgotTheScriptIsTaughtAgain() throws Exception {
    RateLimiter limiter = limiter();
    RateLimit limit = RateLimit.perMinute(60);
    limiter.take("r", "k", limit).toCompletableFuture().join();
    redis.kill();
    redis.restart();
    await(link::connected);
    assertThat(limiter.take("r", "k", limit).toCompletableFuture().join().admitted()).isTrue();
  }

  @Test
  void aDeadStoreIsNobodysFaultAndItsReturnIsNoticed() throws Exception {
    FailOpenRateLimiter limiter = failOpen();
    redis.kill();
    assertThat(admitted(limiter, 50)).isBetween(10, 20);
    assertThat(limiter.degraded()).isTrue();
    redis.restart();
    await(() -> {
      admitted(limiter, 1);
      return !limiter.degraded();
    });
  }

  @Test
  void aFrozenStoreCountsAsADeadOne() throws Exception {
    try (RedisLink hasty = new RedisLink(redis.url(), Duration.ofMillis(50))) {
      await(hasty::connected);
      FailOpenRateLimiter limiter =
          new FailOpenRateLimiter(new RedisRateLimiter(hasty), 1, InstantSource.system());
      redis.freeze();
      for (int i = 0; i < 5; i++) {
        admitted(limiter, 1);
      }
      assertThat(limiter.degraded()).isTrue();
      assertThat(limiter.take("r", "k", RateLimit.perMinute(100)).toCompletableFuture())
          .as("while the breaker is open nobody waits")
          .isDone();
      redis.thaw();
      await(() -> {
        admitted(limiter, 1);
        return !limiter.degraded();
      });
    }
  }

  @Test
  void aRouterStartsWithoutItsStore() throws Exception {
    redis.kill();
    try (RedisLink early = new RedisLink(redis.url(), PATIENT)) {
      FailOpenRateLimiter limiter =
          new FailOpenRateLimiter(new RedisRateLimiter(early), 1, InstantSource.system());
      assertThat(admitted(limiter, 1)).isEqualTo(1);
      redis.restart();
      await(early::connected);
    }
  }

  private FailOpenRateLimiter failOpen() {
    return new FailOpenRateLimiter(limiter(), 1, InstantSource.system());
  }

  private static int admitted(RateLimiter limiter, int times) {
    int admitted = 0;
    for (int i = 0; i < times; i++) {
      RateDecision decision =
          limiter
              .take("r", "k", RateLimit.perMinute(100))
              .toCompletableFuture()
              .orTimeout(30, TimeUnit.SECONDS)
              .join();
      admitted += decision.admitted() ? 1 : 0;
    }
    return admitted;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for 30 s").isLessThan(end);
      Thread.yield();
    }
  }
}
