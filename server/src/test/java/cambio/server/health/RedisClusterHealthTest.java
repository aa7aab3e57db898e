package cambio.server.health;

import cambio.router.sticky.Pin;
import cambio.server.Await;
import cambio.server.redis.RedisCluster;
import cambio.server.redis.RedisLink;
import cambio.server.sticky.RedisPins;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On six nodes the same as on one. */
class RedisClusterHealthTest extends HealthExchangeContract {

  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static RedisCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static RedisLink link;

  private static int exchanges;

  @BeforeAll
  static void start() throws Exception {
    cluster = RedisCluster.start(directory);
    link = new RedisLink(cluster.url(), PATIENT, true);
    Await.until("a connection to Redis", link::isConnected);
  }

  @AfterAll
  static void stop() throws Exception {
    if (link != null) {
      link.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  HealthExchange exchange() {
    HealthExchange exchange = new RedisHealthExchange(link, "health-" + exchanges++);
    // The link connects to a node at its first command, which is refused meanwhile.
    Await.until("what another one does", () -> works(() -> get(exchange.hear("anyone", 0, 1))));
    return exchange;
  }

  private static boolean works(Callable<?> command) {
    try {
      return !Boolean.FALSE.equals(command.call());
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void pinsAreSpreadOverTheNodesAndFound() throws Exception {
    Instant until = Instant.ofEpochMilli(Instant.now().plusSeconds(300).toEpochMilli());
    for (int i = 0; i < 20; i++) {
      Pin pin = new Pin("acme:m" + i, "main", i, until);
      String name = "c" + i;
      Await.until(
          "what another one does",
          () ->
              works(() -> {
                // A new one each time: after a refusal one leaves the store alone for a second.
                RedisPins pins = new RedisPins(link, PATIENT, InstantSource.system());
                pins.keep(name, pin);
                return pin.equals(pins.find(name).toCompletableFuture().get(120, TimeUnit.SECONDS));
              }));
    }
  }
}
