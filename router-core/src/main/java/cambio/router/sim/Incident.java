package cambio.router.sim;

/**
 * Something that happens to endpoints for a while.
 *
 * @param target an endpoint's name, a group's, or {@code all}
 * @param fromSecond when it begins
 * @param seconds how long it lasts
 * @param value what the kind needs; 0 where it needs nothing
 */
public record Incident(Kind kind, String target, double fromSecond, double seconds, double value) {

  /** What can happen. */
  public enum Kind {
    /** Connections are refused. */
    DOWN,
    /** Nothing ever answers. */
    BLACKHOLE,
    /** This part of the attempts fails. */
    FAILING,
    /** The first event takes this many times as long. */
    SLOW,
    /** Output comes at this many times the usual speed. */
    SPEED,
    /** Rate limits beyond this many attempts a second. */
    CAPACITY,
    /**
     * The time to the first event swings between once and this many times the usual, in a sine of
     * one period over the incident's time.
     */
    DRIFT
  }

  boolean during(double second) {
    return second >= fromSecond && second < fromSecond + seconds;
  }

  /** Whether the endpoint answers nothing at all. */
  boolean isOutage() {
    return switch (kind) {
      case DOWN, BLACKHOLE -> true;
      case FAILING -> value >= 1;
      case SLOW, SPEED, CAPACITY, DRIFT -> false;
    };
  }
}
