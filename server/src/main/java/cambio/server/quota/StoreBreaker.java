package cambio.server.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests from waiting for a store that is dead or slow. It opens after five failures in a
 * row, or when in the long run more than one call in five fails; then no request waits for it, and
 * a probe is due every half second. Thread-safe.
 */
final class StoreBreaker {

  private static final int FAILURE = 4;
  private static final int OPEN_AT = 5 * FAILURE;
  private static final Duration PROBE_EVERY = Duration.ofMillis(500);

  private final InstantSource clock;
  private int score;
  private @Nullable Instant nextProbe;

  StoreBreaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a probe is to go to the store now, to see whether it is back; then it is begun. */
  synchronized boolean probeDue() {
    if (nextProbe == null || clock.instant().isBefore(nextProbe)) {
      return false;
    }
    nextProbe = clock.instant().plus(PROBE_EVERY);
    return true;
  }

  /** Whether calls are kept away. */
  synchronized boolean open() {
    return nextProbe != null;
  }

  /** The store answered. */
  synchronized void succeeded() {
    if (nextProbe != null) {
      nextProbe = null;
      score = 0;
    } else if (score > 0) {
      score--;
    }
  }

  /** The store did not answer, or not in time. */
  synchronized void failed() {
    score = Math.min(OPEN_AT, score + FAILURE);
    if (score == OPEN_AT && nextProbe == null) {
      nextProbe = clock.instant().plus(PROBE_EVERY);
    }
  }
}
