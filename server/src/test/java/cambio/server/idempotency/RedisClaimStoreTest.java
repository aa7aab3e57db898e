package cambio.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClaimStoreTest extends ClaimStoreContract {

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private RedisLink link;

  @SuppressWarnings("NullAway.Init")
  private ClaimStore store;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    redis = RedisServer.start(directory);
    link = new RedisLink(redis.url(), Duration.ofSeconds(20));
    Await.until("a connection to Redis", link::isConnected);
    store = new RedisClaimStore(link);
  }

  @AfterAll
  void stop() throws Exception {
    link.close();
    redis.close();
  }

  @Override
  ClaimStore store() {
    return store;
  }

  /** The store's clock is its own: what lasts a moment is waited out, with a little more. */
  @Override
  void pass(Duration time) {
    try {
      Thread.sleep(time.plusMillis(20));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingStaysForEver() throws Exception {
    store.claim(new ClaimRequest("claimed", "d", "g", LONG, DAY), null).toCompletableFuture().get();
    store
        .keep(new ClaimRequest("kept", "d", "g", LONG, DAY), new byte[] {1})
        .toCompletableFuture()
        .get();
    for (String name : new String[] {"claimed", "kept"}) {
      String left = redis.cli("PTTL", "cambio:v1:idem:{" + name + "}").strip();
      assertThat(Long.parseLong(left)).isBetween(DAY.minusHours(1).toMillis(), DAY.toMillis());
    }
  }
}
