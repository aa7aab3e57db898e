package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.server.redis.OwnRedis;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Two routers with one Redis, and the shipped scripts with a clock that the test moves. */
class RedisPaceTest extends PaceContract {

  private static final QuotaScripts SCRIPTS = QuotaScripts.read(RedisPaceTest::clocked);
  private static final List<RedisLink> LINKS = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static Path directory;

  /** Redis forgets a pace that is over by its own clock, which does not move with the test's. */
  private static String clocked(String script) {
    String time = "redis.call('TIME')";
    assertThat(script).contains(time);
    return script
        .replace(time, "{string.match(redis.call('GET', prefix .. 'clock'), '(%d+) (%d+)')}")
        .replace("'PX', text(", "'PX', text(3600000 + ");
  }

  @BeforeContainer
  static void start() throws Exception {
    directory = Files.createTempDirectory("cambio-pace");
    redis = RedisServer.start(directory);
    for (int router = 0; router < 2; router++) {
      RedisLink link = new RedisLink(redis.url(), OwnRedis.PATIENT);
      LINKS.add(link);
      Await.until("a connection to Redis", link::isConnected);
    }
  }

  @AfterContainer
  static void stop() throws Exception {
    LINKS.forEach(RedisLink::close);
    LINKS.clear();
    if (redis != null) {
      redis.close();
    }
    remove();
  }

  private static void remove() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private final List<QuotaStore> stores =
      LINKS.stream().map(link -> (QuotaStore) new RedisQuotaStore(link, SCRIPTS)).toList();

  @Override
  List<QuotaStore> stores() {
    return stores;
  }

  @Override
  void clock(String root, long micros) {
    String time = micros / 1_000_000 + " " + micros % 1_000_000;
    QuotaStoreContract.get(
        LINKS.getFirst().set("cambio:v1:{" + root + "}:clock", time, Duration.ofHours(1)));
  }
}
