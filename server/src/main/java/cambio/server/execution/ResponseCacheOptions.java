package cambio.server.execution;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the router's own cache of whole answers is used for a call.
 *
 * @param enabled whether a stored answer may be given and this answer be stored; null where preset
 *     and key decide
 * @param ttl how long this answer may be given again, {@link #LEAST} to {@link #MOST}; null for
 *     what preset or key say, else {@link #STANDARD}
 * @param refresh whether a stored answer is discarded and a new one generated
 * @param coalesce whether to wait for an identical call that is under way
 */
public record ResponseCacheOptions(
    @Nullable Boolean enabled, @Nullable Duration ttl, boolean refresh, boolean coalesce) {

  /** The shortest time. */
  public static final Duration LEAST = Duration.ofSeconds(1);

  /** The longest time. */
  public static final Duration MOST = Duration.ofDays(1);

  /** What holds where nobody says. */
  public static final Duration STANDARD = Duration.ofMinutes(5);

  /** The cache is used, with this time (null: the standard one). */
  public static ResponseCacheOptions on(@Nullable Duration ttl) {
    return new ResponseCacheOptions(true, ttl, false, true);
  }

  /** These, and where they say nothing, those; but those can forbid what these ask for. */
  public static @Nullable ResponseCacheOptions merged(
      @Nullable ResponseCacheOptions own, @Nullable ResponseCacheOptions base) {
    if (own == null || base == null) {
      return own == null ? base : own;
    }
    return new ResponseCacheOptions(
        own.enabled == null || Boolean.FALSE.equals(base.enabled) ? base.enabled : own.enabled,
        own.ttl == null ? base.ttl : own.ttl,
        own.refresh || base.refresh,
        own.coalesce);
  }

  /** Whether the cache is used at all. */
  public boolean on() {
    return Boolean.TRUE.equals(enabled);
  }

  /** How long an answer may be given again. */
  public Duration life() {
    return ttl == null ? STANDARD : ttl;
  }

  /** Whether a time is allowed. */
  public static boolean allows(Duration ttl) {
    return ttl.compareTo(LEAST) >= 0 && ttl.compareTo(MOST) <= 0;
  }
}
