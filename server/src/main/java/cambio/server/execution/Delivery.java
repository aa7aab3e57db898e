package cambio.server.execution;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be done, beyond plain fail-over, to bring an answer home.
 *
 * @param resume whether a stream that breaks off may be carried on by another attempt, where that
 *     is provably right
 * @param hedge whether a second attempt may be started beside one that is slow to begin; null where
 *     the caller leaves it to the operator
 * @param hedgeDelay after which time; null for the endpoint's own 95th percentile
 * @param heal whether a whole answer in JSON that is broken in a trivial way is put right
 * @param cache how the cache of whole answers is used; null where the caller does not say
 */
public record Delivery(
    boolean resume,
    @Nullable Boolean hedge,
    @Nullable Duration hedgeDelay,
    boolean heal,
    @Nullable ResponseCacheOptions cache) {

  private static final Delivery STANDARD = new Delivery(true, null, null, false, null);

  /** A delivery that heals nothing and says nothing of the cache. */
  public Delivery(boolean resume, @Nullable Boolean hedge, @Nullable Duration hedgeDelay) {
    this(resume, hedge, hedgeDelay, false, null);
  }

  /** The same with another use of the cache. */
  public Delivery caching(@Nullable ResponseCacheOptions options) {
    return new Delivery(resume, hedge, hedgeDelay, heal, options);
  }

  /** The same, healing or not. */
  public Delivery healing(boolean value) {
    return new Delivery(resume, hedge, hedgeDelay, value, cache);
  }

  /** What holds where the caller does not say. */
  public static Delivery standard() {
    return STANDARD;
  }
}
