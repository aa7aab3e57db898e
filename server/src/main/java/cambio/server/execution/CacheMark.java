package cambio.server.execution;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an answer stands to the cache of whole answers. Only calls that use the cache have one.
 *
 * @param sourceId the generation whose answer this is; null for a new one
 * @param age since the answer was stored; zero for a new one
 * @param ttl how long it may be given again from now on
 */
public record CacheMark(Status status, @Nullable String sourceId, Duration age, Duration ttl) {

  /** Where the answer came from. */
  public enum Status {
    /** It was generated for this call. */
    MISS,
    /** It was stored. */
    HIT,
    /** It was generated for an identical call at the same time. */
    COALESCED
  }

  /** Whether nothing was generated for this call. */
  public boolean reused() {
    return status != Status.MISS;
  }
}
