package cambio.router.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long something is left alone after a refusal: as long as the provider asked, at most ten
 * minutes; else a moment, twice as long with each further refusal, to a minute. Immutable.
 *
 * <p>Refusals that come while it is being left alone answer what was asked before, and do not make
 * the pause longer: else a burst of them would take away an endpoint that only asks for a little
 * less.
 *
 * @param until when it may be called again
 * @param inRow pauses since the last success
 */
record Cooldown(Instant until, int inRow) {

  /** The first pause where nothing better is known. */
  static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration LEAST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  /**
   * After a refusal.
   *
   * @param asked what the provider asks for; null where it says nothing
   * @param first the first pause, should it say nothing
   */
  static Cooldown after(
      @Nullable Cooldown before, @Nullable Duration asked, Duration first, Instant now) {
    boolean late = before != null && now.isBefore(before.until);
    int inRow = before == null ? 1 : before.inRow + (late ? 0 : 1);
    Duration own = first.multipliedBy(1L << Math.min(inRow - 1, 11));
    Duration wait = asked == null ? shorter(own, LONGEST) : shorter(asked, LONGEST_ASKED);
    Instant until = now.plus(wait);
    // Nor must a late answer shorten what a newer one asked for.
    boolean kept = before != null && (before.until.isAfter(until) || (late && asked == null));
    return new Cooldown(kept && before != null ? before.until : until, inRow);
  }

  /**
   * The first pause for who refuses at this pace: until one more attempt is due, for its pace is
   * what it objects to, and it may still serve the rest.
   *
   * @param perSecond what it bears; infinite where that is not known
   */
  static Duration firstAt(double perSecond) {
    if (Double.isInfinite(perSecond)) {
      return FIRST;
    }
    Duration between = Duration.ofNanos((long) (1e9 / Math.max(perSecond, 1e-3)));
    return shorter(FIRST, between.compareTo(LEAST) < 0 ? LEAST : between);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
