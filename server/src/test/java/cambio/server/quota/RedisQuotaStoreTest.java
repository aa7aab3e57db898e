package cambio.server.quota;

import cambio.server.redis.OwnRedis;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisQuotaStoreTest extends QuotaStoreContract {

  @RegisterExtension static final OwnRedis REDIS = new OwnRedis();

  @Override
  QuotaStore store() {
    return new RedisQuotaStore(REDIS.link());
  }

  /** The store's clock is the real one. */
  @Override
  void pass(Duration span) throws Exception {
    Thread.sleep(span.plusMillis(1));
  }
}
