package cambio.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.HealthNote;
import cambio.server.Await;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisHealthExchangeTest extends HealthExchangeContract {

  @TempDir static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static RedisLink link;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start(directory);
    // Long enough that a busy machine does not fail the contract; the product's default is 50 ms.
    link = new RedisLink(redis.url(), Duration.ofSeconds(60));
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

  @Override
  HealthExchange exchange() throws Exception {
    redis.cli("FLUSHALL");
    return new RedisHealthExchange(link);
  }

  /** Often, for it used to go wrong only where both happened within the same second. */
  @Test
  void afterALossWhatIsSaidNextIsHeardHoweverSoonItIsSaid() throws Exception {
    for (int i = 0; i < 20; i++) {
      HealthExchange exchange = exchange();
      get(exchange.tell("a", List.of(new HealthNote("x:m", new byte[] {1}))));
      long since = get(exchange.hear("b", 0, 10)).upTo();
      redis.cli("FLUSHALL");
      get(exchange.tell("a", List.of(new HealthNote("y:m", new byte[] {2}))));
      assertThat(get(exchange.hear("b", since, 10)).notes())
          .extracting(from -> from.note().subject())
          .containsExactly("y:m");
    }
  }

  @Test
  void whatARouterSaidIsForgottenWhenItHasLongBeenSilent() throws Exception {
    HealthExchange exchange = exchange();
    get(exchange.tell("old", List.of(new HealthNote("x:m", new byte[] {1}))));
    // As if it had last spoken at the epoch.
    redis.cli("ZADD", "cambio:v1:{health}:routers", "1", "old");
    get(exchange.tell("new", List.of(new HealthNote("y:m", new byte[] {2}))));
    assertThat(get(exchange.hear("b", 0, 10)).notes())
        .extracting(HealthExchange.From::router)
        .containsExactly("new");
    assertThat(redis.cli("HKEYS", "cambio:v1:{health}:notes")).doesNotContain("old");
    assertThat(Long.parseLong(redis.cli("PTTL", "cambio:v1:{health}:notes").strip())).isPositive();
  }
}
