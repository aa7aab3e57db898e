package cambio.router.quota;

import java.time.Duration;

/**
 * The generic cell rate algorithm, for units of any kind. Its whole state is one instant, the
 * theoretical arrival time of the next unit at the limit's own pace; a request conforms while that
 * is no further in the future than the burst allows. The scripts of the shared store have the same
 * arithmetic. Times are microseconds since 1970.
 */
public final class Gcra {

  private static final double MINUTE_MICROS = 60e6;
  private static final long SMALL_BURST = 10;

  private Gcra() {}

  /**
   * A pace: so many units a minute, of which so many may come at once.
   *
   * @param perMinute in the long run, at least 1
   * @param burst at once, 1..perMinute; in any 60 s no more than {@code perMinute + burst} pass
   */
  public record Pace(long perMinute, long burst) {

    public Pace {
      if (perMinute < 1) {
        throw new IllegalArgumentException("perMinute: " + perMinute + " (expected: >= 1)");
      }
      if (burst < 1 || burst > perMinute) {
        throw new IllegalArgumentException("burst: " + burst + " (expected: 1.." + perMinute + ")");
      }
    }

    /** A tenth of a minute's requests at once, or ten where that is more; never over the limit. */
    public static Pace ofRequests(long perMinute) {
      return new Pace(perMinute, Math.min(perMinute, Math.max(SMALL_BURST, perMinute / 10)));
    }

    /** A whole minute's tokens at once, for a single request may need most of them. */
    public static Pace ofTokens(long perMinute) {
      return new Pace(perMinute, perMinute);
    }

    /** Microseconds between two units. */
    public double intervalMicros() {
      return MINUTE_MICROS / perMinute;
    }
  }

  /**
   * What came of one request.
   *
   * @param arrivalMicros the new state; the old one where it was refused
   * @param remaining units that could come at once now
   * @param resetAfter until the whole burst is there again
   * @param retryAfter until this request would be admitted; zero where it was
   */
  public record Step(
      boolean admitted,
      double arrivalMicros,
      long remaining,
      Duration resetAfter,
      Duration retryAfter) {}

  /**
   * Decides on one request.
   *
   * @param arrivalMicros the state; anything in the past (0 for none) counts as full
   * @param units how many it takes, at least 0; more than the burst count as the burst, so that a
   *     large request is admitted once everything is there and its excess is settled afterwards
   */
  public static Step take(Pace pace, double arrivalMicros, double nowMicros, long units) {
    double interval = pace.intervalMicros();
    double capacity = interval * pace.burst();
    double base = Math.max(arrivalMicros, nowMicros);
    double next = base + interval * Math.min(units, pace.burst());
    double early = next - capacity - nowMicros;
    if (early > 0) {
      long left = remaining(pace, base, nowMicros);
      return new Step(false, base, left, micros(base - nowMicros), micros(early));
    }
    long left = remaining(pace, next, nowMicros);
    return new Step(true, next, left, micros(next - nowMicros), Duration.ZERO);
  }

  /**
   * The state once the true count of a request that was admitted is known.
   *
   * @param units how many more than were taken; negative gives back
   */
  public static double adjust(Pace pace, double arrivalMicros, long units) {
    return arrivalMicros + pace.intervalMicros() * units;
  }

  private static long remaining(Pace pace, double arrivalMicros, double nowMicros) {
    double interval = pace.intervalMicros();
    double left = (interval * pace.burst() - (arrivalMicros - nowMicros)) / interval;
    return Math.max(0, (long) Math.floor(left + 1e-6));
  }

  private static Duration micros(double micros) {
    return Duration.ofNanos((long) Math.ceil(micros) * 1_000);
  }
}
