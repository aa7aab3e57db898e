package cambio.server.sticky;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.sticky.Pin;
import cambio.server.redis.OwnRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPinsTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @RegisterExtension static final OwnRedis REDIS = new OwnRedis();

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
    new RedisPins(REDIS.link(), OwnRedis.PATIENT, CLOCK).keep("c1", pin);
    RedisPins other = new RedisPins(REDIS.link(), OwnRedis.PATIENT, CLOCK);
    assertThat(find(other, "c1")).isEqualTo(pin);
    assertThat(find(other, "c2")).isNull();
    String left = REDIS.server().cli("PTTL", "cambio:v1:pin:{c1}").strip();
    assertThat(Long.parseLong(left)).isBetween(1L, 300_000L);
  }

  @Test
  void whatIsLetGoIsFoundNoMore() throws Exception {
    RedisPins pins = new RedisPins(REDIS.link(), OwnRedis.PATIENT, CLOCK);
    pins.keep("c3", pin(Duration.ofMinutes(5)));
    pins.keep("c3", null);
    assertThat(find(pins, "c3")).isNull();
    pins.keep("c3", pin(Duration.ofSeconds(-1)));
    assertThat(find(pins, "c3")).isNull();
  }

  @Test
  void whatCannotBeReadIsNone() throws Exception {
    REDIS.server().cli("SET", "cambio:v1:pin:{c4}", "2\tfuture");
    assertThat(find(new RedisPins(REDIS.link(), OwnRedis.PATIENT, CLOCK), "c4")).isNull();
  }

  @Test
  void aStoreThatDoesNotAnswerIsAskedOnceAndThenLeftAlone() throws Exception {
    REDIS.server().freeze();
    try {
      RedisPins pins = new RedisPins(REDIS.link(), Duration.ofMillis(5), new FrozenClock());
      assertThat(find(pins, "c1")).isNull();
      // Answered at once now, without the store.
      assertThat(pins.find("c1").toCompletableFuture()).isCompletedWithValue(null);
    } finally {
      REDIS.server().thaw();
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
