package cambio.router.health;

import org.jspecify.annotations.Nullable;

/**
 * How one endpoint does.
 *
 * @param breaker its circuit
 * @param recent the last 30 seconds, or less where its circuit closed within them
 * @param shortTerm the last 5 minutes
 * @param mediumTerm the last 30 minutes
 * @param longTerm the last day
 * @param concurrencyLimit how many attempts may run at once; null where nothing is learned
 * @param inFlight how many run
 * @param overPace whether it is called more often than it was learned to bear without rate limits
 * @param silent whether several attempts run and none was answered for much longer than usual
 */
public record EndpointHealth(
    Breaker breaker,
    WindowStats recent,
    WindowStats shortTerm,
    WindowStats mediumTerm,
    WindowStats longTerm,
    @Nullable Integer concurrencyLimit,
    int inFlight,
    boolean overPace,
    boolean silent) {

  /** Nothing known: in working order until shown otherwise. */
  public static final EndpointHealth UNKNOWN =
      new EndpointHealth(
          Breaker.CLOSED,
          WindowStats.NONE,
          WindowStats.NONE,
          WindowStats.NONE,
          WindowStats.NONE,
          null,
          0,
          false,
          false);

  /** The least number of attempts in 30 seconds from which an outage is called one. */
  private static final int OUTAGE_ATTEMPTS = 5;

  /** Uptime over 30 seconds under which there is an outage. */
  private static final double OUTAGE_UPTIME = 0.8;

  /** The statistics of a window. */
  public WindowStats stats(Window window) {
    return switch (window) {
      case SECONDS_30 -> recent;
      case MINUTES_5 -> shortTerm;
      case MINUTES_30 -> mediumTerm;
      case DAY -> longTerm;
    };
  }

  /**
   * Whether it had a significant outage in the last 30 seconds, or seems to have one. An endpoint
   * whose circuit lets a probe pass does not count as such: it could never come back otherwise.
   */
  public boolean unstable() {
    return breaker.state() == Breaker.State.CLOSED
        && (silent || (recent.attempts() >= OUTAGE_ATTEMPTS && recent.uptime() < OUTAGE_UPTIME));
  }

  /** Whether it is called as much as it is known to bear. */
  public boolean saturated() {
    return overPace || (concurrencyLimit != null && inFlight >= concurrencyLimit);
  }
}
