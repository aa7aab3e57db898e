package cambio.router.attempt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The operator's bounds on attempts.
 *
 * @param maxAttempts attempts a request, at least 1
 * @param firstEventCap the longest wait for a first event, however far the deadline is; null for
 *     none (a unary answer's first event is its end)
 * @param leastAttempt with less time left than this no attempt is started
 */
public record AttemptLimits(
    int maxAttempts, @Nullable Duration firstEventCap, Duration leastAttempt) {

  public AttemptLimits {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: >= 1)");
    }
  }

  /** Three attempts, no cap, none with less than 50 ms left. */
  public static AttemptLimits standard() {
    return new AttemptLimits(3, null, Duration.ofMillis(50));
  }
}
