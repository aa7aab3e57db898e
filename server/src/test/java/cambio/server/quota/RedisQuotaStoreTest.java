package cambio.server.quota;

import cambio.server.Await;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisQuotaStoreTest extends QuotaStoreContract {

  /** Long enough that a busy machine does not fail the contract; the product's default is 50 ms. */
  static final Duration PATIENT = Duration.ofSeconds(60);

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

  @Override
  QuotaStore store() {
    return new RedisQuotaStore(link);
  }

  /** The store's clock is the real one. */
  @Override
  void pass(Duration span) throws Exception {
    Thread.sleep(span.plusMillis(1));
  }
}
