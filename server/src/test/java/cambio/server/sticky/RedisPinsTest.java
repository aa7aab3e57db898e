package cambio.server.sticky;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.sticky.Pin;
import cambio.server.Await;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisPinsTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static RedisLink link;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start(directory);
    link = new RedisLink(redis.url(), PATIENT);
    Await.until("a connection to Redis", link::isConnected);
  }

  @AfterAll
  static void stop() throws Exception {
    if (link != null) {
      link.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  private static @Nullable Pin find(RedisPins pins, String conversation) throws Exception {
    return pins.find(conversation).toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  /** As a store keeps it: an instant of whole milliseconds. */
  private static Pin pin(Duration life) {
    Instant until = Instant.ofEpochMilli(CLOCK.instant().plus(life).toEpochMilli());
    return new Pin("acme:acme/large", "main", 12_345, until);
  }

  @Test
  void whatOneRouterHoldsAnotherFinds() throws Exception {
    Pin pin = pin(Duration.ofMinutes(5));
    new RedisPins(link, PATIENT, CLOCK).keep("c1", pin);
    RedisPins other = new RedisPins(link, PATIENT, CLOCK);
    assertThat(find(other, "c1")).isEqualTo(pin);
    assertThat(find(other, "c2")).isNull();
    String left = redis.cli("PTTL", "cambio:v1:pin:{c1}").strip();
    assertThat(Long.parseLong(left)).isBetween(1L, 300_000L);
  }

  @Test
  void whatIsLetGoIsFoundNoMore() throws Exception {
    RedisPins pins = new RedisPins(link, PATIENT, CLOCK);
    pins.keep("c3", pin(Duration.ofMinutes(5)));
    pins.keep("c3", null);
    assertThat(find(pins, "c3")).isNull();
    pins.keep("c3", pin(Duration.ofSeconds(-1)));
    assertThat(find(pins, "c3")).isNull();
  }

  @Test
  void whatCannotBeReadIsNone() throws Exception {
    redis.cli("SET", "cambio:v1:pin:{c4}", "2\tfuture");
    assertThat(find(new RedisPins(link, PATIENT, CLOCK), "c4")).isNull();
  }

  @Test
  void aStoreThatDoesNotAnswerIsAskedOnceAndThenLeftAlone() throws Exception {
    redis.freeze();
    try {
      RedisPins pins = new RedisPins(link, Duration.ofMillis(5), new FrozenClock());
      assertThat(find(pins, "c1")).isNull();
      // Answered at once now, without the store.
      assertThat(pins.find("c1").toCompletableFuture()).isCompletedWithValue(null);
    } finally {
      redis.thaw();
    }
  }

  private static final class FrozenClock implements InstantSource {
    private final Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }
  }
}
