package cambio.server.runtime;

import cambio.router.health.HealthBook;
import cambio.server.config.RedisSettings;
import cambio.server.execution.PinStore;
import cambio.server.health.HealthSharing;
import cambio.server.health.RedisHealthExchange;
import cambio.server.redis.RedisLink;
import cambio.server.sticky.RedisPins;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What routers know together: how endpoints do, and where conversations are held. Without Redis
 * each knows its own.
 */
record SharedState(PinStore pins, @Nullable HealthSharing health) implements AutoCloseable {

  /** A call waits this part of the store's time-out to hear where its conversation is held. */
  private static final int PIN_PATIENCE_PART = 10;

  /** A router waits so long, before it serves, to hear what the others know. */
  private static final Duration FIRST_WORD = Duration.ofMillis(500);

  /**
   * Begins to share.
   *
   * @param redis null for a router that has no others
   * @param link to that Redis
   * @param router this one's name
   */
  static SharedState of(
      @Nullable RedisSettings redis,
      @Nullable RedisLink link,
      HealthBook book,
      String router,
      InstantSource clock) {
    if (redis == null || link == null) {
      return new SharedState(PinStore.NONE, null);
    }
    Duration patience = redis.timeout().dividedBy(PIN_PATIENCE_PART);
    return new SharedState(
        new RedisPins(link, patience, clock),
        HealthSharing.start(book, new RedisHealthExchange(link), router, clock));
  }

  /** Waits a moment for what the others know; goes on without where they do not say. */
  void warm() {
    if (health == null) {
      return;
    }
    try {
      health.awaitFirst(FIRST_WORD);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (health != null) {
      health.close();
    }
  }
}
