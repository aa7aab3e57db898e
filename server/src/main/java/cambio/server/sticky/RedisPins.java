package cambio.server.sticky;

import cambio.router.sticky.Pin;
import cambio.server.execution.PinStore;
import cambio.server.redis.RedisLink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pins in Redis, one key each, which ends with the provider's cache. A call waits a few
 * milliseconds for one at most, and after a failure nobody asks for a second: an answer without its
 * prompt cache is better than a late one.
 */
public final class RedisPins implements PinStore {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RedisLink link;
  private final Duration patience;
  private final InstantSource clock;
  private volatile Instant pausedUntil = Instant.MIN;

  /**
   * Pins over this link.
   *
   * @param patience how long a call may wait for one
   */
  public RedisPins(RedisLink link, Duration patience, InstantSource clock) {
    this.link = link;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public CompletionStage<@Nullable Pin> find(String conversation) {
    if (paused()) {
      return CompletableFuture.completedFuture(null);
    }
    return link.get(key(conversation))
        .toCompletableFuture()
        .copy()
        .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
        .handle((text, trouble) -> {
          if (trouble != null) {
            pause();
          }
          return text == null ? null : PinText.read(text);
        });
  }

  @Override
  public void keep(String conversation, @Nullable Pin pin) {
    if (paused()) {
      return;
    }
    Duration life =
        pin == null ? Duration.ZERO : Duration.between(clock.instant(), pin.expiresAt());
    CompletionStage<?> written =
        pin == null || life.toMillis() <= 0
            ? link.delete(key(conversation))
            : link.set(key(conversation), PinText.write(pin), life);
    written.whenComplete((done, trouble) -> {
      if (trouble != null) {
        pause();
      }
    });
  }

  private boolean paused() {
    return clock.instant().isBefore(pausedUntil);
  }

  private void pause() {
    pausedUntil = clock.instant().plus(PAUSE);
  }

  private static String key(String conversation) {
    return "cambio:v1:pin:{" + conversation + "}";
  }
}
