package cambio.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.health.HealthNote;
import cambio.server.redis.OwnRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHealthExchangeTest extends HealthExchangeContract {

  @RegisterExtension static final OwnRedis REDIS = new OwnRedis();

  @Override
  HealthExchange exchange() throws Exception {
    REDIS.server().cli("FLUSHALL");
    return new RedisHealthExchange(REDIS.link());
  }

  /** Often, for it used to go wrong only where both happened within the same second. */
  @Test
  void afterALossWhatIsSaidNextIsHeardHoweverSoonItIsSaid() throws Exception {
    for (int i = 0; i < 20; i++) {
      HealthExchange exchange = exchange();
      get(exchange.tell("a", List.of(new HealthNote("x:m", new byte[] {1}))));
      long since = get(exchange.hear("b", 0, 10)).upTo();
      REDIS.server().cli("FLUSHALL");
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
    REDIS.server().cli("ZADD", "cambio:v1:{health}:routers", "1", "old");
    get(exchange.tell("new", List.of(new HealthNote("y:m", new byte[] {2}))));
    assertThat(get(exchange.hear("b", 0, 10)).notes())
        .extracting(HealthExchange.From::router)
        .containsExactly("new");
    assertThat(REDIS.server().cli("HKEYS", "cambio:v1:{health}:notes")).doesNotContain("old");
    assertThat(Long.parseLong(REDIS.server().cli("PTTL", "cambio:v1:{health}:notes").strip()))
        .isPositive();
  }
}
