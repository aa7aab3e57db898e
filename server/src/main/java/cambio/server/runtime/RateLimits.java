package cambio.server.runtime;

import cambio.server.admin.HealthCheck;
import cambio.server.config.RedisSettings;
import cambio.server.limit.FailOpenRateLimiter;
import cambio.server.limit.MemoryRateLimiter;
import cambio.server.limit.RateLimiter;
import cambio.server.limit.RedisLink;
import cambio.server.limit.RedisRateLimiter;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limiter that the configuration asks for: shared through Redis, or this process's own.
 *
 * @param checks what readiness tells of it; a shared store that is away makes no router unready
 */
record RateLimits(RateLimiter limiter, List<HealthCheck> checks, @Nullable RedisLink link)
    implements AutoCloseable {

  static RateLimits of(@Nullable RedisSettings redis, InstantSource clock) {
    if (redis == null) {
      return new RateLimits(new MemoryRateLimiter(clock), List.of(), null);
    }
    RedisLink link = new RedisLink(redis.url().reveal(), redis.timeout());
    FailOpenRateLimiter limiter =
        new FailOpenRateLimiter(new RedisRateLimiter(link), redis.replicas(), clock);
    HealthCheck check =
        new HealthCheck(
            "redis",
            false,
            () ->
                limiter.degraded() || !link.connected()
                    ? "does not answer; limits are this router's own"
                    : null);
    return new RateLimits(limiter, List.of(check), link);
  }

  @Override
  public void close() {
    if (link != null) {
      link.close();
    }
  }
}
