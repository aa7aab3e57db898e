package cambio.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthBook;
import cambio.router.health.Outcome;
import cambio.router.health.Outcome.Kind;
import cambio.server.Await;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routers that share a Redis, which works, dies, and comes back. */
class HealthSharingTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final String KEY = "acme/main";

  @TempDir Path directory;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start(directory);
    opened.push(redis);
  }

  @AfterEach
  void stop() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private HealthSharing router(String name, HealthBook book) {
    // Long enough for a busy machine; the product's default is 50 ms.
    RedisLink link = new RedisLink(redis.url(), Duration.ofSeconds(60));
    opened.push(link);
    Await.until("a connection to Redis", link::isConnected);
    HealthSharing sharing = HealthSharing.start(book, new RedisHealthExchange(link), name, CLOCK);
    opened.push(sharing);
    return sharing;
  }

  @Test
  void aRouterThatStartsKnowsAtOnceWhatTheOthersFoundDead() throws Exception {
    HealthBook first = new HealthBook();
    HealthBook witness = new HealthBook();
    router("first", first);
    router("witness", witness);
    end(first, "dead:m", Outcome.of(Kind.DROPPED), 5);
    end(first, "fast:m", Outcome.success(0.25, 80), 50);
    Await.until("what another one does", () -> health(witness, "dead:m").recent().drops() == 5);
    Await.until(
        "what another one does", () -> health(witness, "fast:m").shortTerm().successes() == 50);
    HealthBook second = new HealthBook();
    assertThat(router("second", second).awaitFirst(Duration.ofMinutes(2))).isTrue();
    assertThat(health(second, "dead:m").recent().drops()).isEqualTo(5);
    assertThat(health(second, "dead:m").unstable() || !passes(second, "dead:m")).isTrue();
    assertThat(health(second, "fast:m").shortTerm().timeToFirstEvent().p50()).isEqualTo(0.25);
    assertThat(passes(second, "fast:m")).isTrue();
  }

  @Test
  void withoutRedisEachGoesOnWithWhatItKnows() throws Exception {
    HealthBook one = new HealthBook();
    HealthBook other = new HealthBook();
    router("one", one);
    router("other", other);
    end(one, "x:m", Outcome.success(1, 1), 3);
    Await.until("what another one does", () -> health(other, "x:m").shortTerm().successes() == 3);
    redis.kill();
    end(one, "y:m", Outcome.of(Kind.DROPPED), 5);
    assertThat(passes(one, "y:m")).isFalse();
    assertThat(health(other, "x:m").shortTerm().successes()).isEqualTo(3);
    assertThat(health(other, "y:m").shortTerm().attempts()).isZero();
    redis.restart();
    // What could not be told is told when there is somebody to tell.
    Await.until("what another one does", () -> health(other, "y:m").shortTerm().drops() == 5);
  }

  private static void end(HealthBook book, String endpoint, Outcome outcome, int times) {
    for (int i = 0; i < times; i++) {
      Instant now = CLOCK.instant();
      book.started(endpoint, now);
      book.ended(endpoint, KEY, outcome, now);
    }
  }

  private static EndpointHealth health(HealthBook book, String endpoint) {
    return book.snapshot(CLOCK.instant()).endpoint(endpoint);
  }

  private static boolean passes(HealthBook book, String endpoint) {
    return health(book, endpoint).breaker().passes(CLOCK.instant());
  }
}
