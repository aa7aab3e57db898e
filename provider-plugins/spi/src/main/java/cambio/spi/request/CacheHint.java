package cambio.spi.request;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A prompt-cache breakpoint that the caller set.
 *
 * @param ttl how long the provider is to keep what stands before it; null for its usual time
 */
public record CacheHint(@Nullable Duration ttl) {

  /** For a whole request: no breakpoints are to be set automatically. */
  public static final CacheHint OFF = new CacheHint(Duration.ZERO);

  /** Whether this is {@link #OFF}. */
  public boolean off() {
    return equals(OFF);
  }
}
