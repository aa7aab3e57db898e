package cambio.router.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long something is left alone after a refusal: as long as the provider asked, at most ten
 * minutes; else a second, twice as long with each further refusal, to a minute. Immutable.
 *
 * @param until when it may be called again
 * @param inRow refusals since the last success
 */
record Cooldown(Instant until, int inRow) {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  static Cooldown after(@Nullable Cooldown before, @Nullable Duration asked, Instant now) {
    int inRow = before == null ? 1 : before.inRow + 1;
    Duration own = FIRST.multipliedBy(1L << Math.min(inRow - 1, 10));
    Duration wait = asked == null ? shorter(own, LONGEST) : shorter(asked, LONGEST_ASKED);
    Instant until = now.plus(wait);
    // A late answer to an earlier call must not shorten what a newer one asked for.
    return new Cooldown(
        before != null && before.until.isAfter(until) ? before.until : until, inRow);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
