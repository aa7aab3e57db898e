package cambio.server.runtime;

import cambio.server.config.IdempotencySettings;
import cambio.server.config.ServerConfig;
import cambio.server.content.ContentKey;
import cambio.server.execution.GenerationCall;
import cambio.server.idempotency.ClaimStore;
import cambio.server.idempotency.Fingerprints;
import cambio.server.idempotency.Idempotency;
import cambio.server.idempotency.MemoryClaimStore;
import cambio.server.idempotency.RedisClaimStore;
import cambio.server.redis.RedisLink;
import cambio.server.store.GenerationRow;
import cambio.server.store.GenerationStore;
import cambio.spi.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens the desk of idempotency keys that the configuration asks for. */
final class Idempotent {

  private Idempotent() {}

  /**
   * In Redis where routers share one, else in memory.
   *
   * @param link to that Redis
   * @param background runs what waits for the records
   */
  static Idempotency open(
      ServerConfig config,
      @Nullable RedisLink link,
      GenerationStore generations,
      Predicate<GenerationCall> zeroRetention,
      Executor background,
      InstantSource clock) {
    IdempotencySettings settings = config.idempotency();
    ClaimStore store =
        link == null ? new MemoryClaimStore(settings.memory(), clock) : new RedisClaimStore(link);
    Secret shared = config.content().key();
    return new Idempotency(
        new Idempotency.Parts(
            store,
            new Fingerprints(shared == null ? null : ContentKey.parse(shared.reveal())),
            zeroRetention,
            id -> charged(generations.find(id)),
            settings.rules(),
            background,
            new SecureRandom()));
  }

  private static boolean charged(@Nullable GenerationRow row) {
    return row != null && row.cost() != null && row.cost().total().nanos() > 0;
  }
}
