package cambio.server.limit;

/**
 * A pace: so many requests a minute, of which so many may come at once.
 *
 * @param perMinute requests a minute in the long run, at least 1
 * @param burst how many may come at once, 1..perMinute; in any 60 s no more than {@code perMinute +
 *     burst} are admitted
 */
public record RateLimit(int perMinute, int burst) {

  private static final int SMALL_BURST = 10;

  public RateLimit {
    if (perMinute < 1) {
      throw new IllegalArgumentException("perMinute: " + perMinute + " (expected: >= 1)");
    }
    if (burst < 1 || burst > perMinute) {
      throw new IllegalArgumentException("burst: " + burst + " (expected: 1.." + perMinute + ")");
    }
  }

  /** A tenth of a minute's requests at once, or ten where that is more; never over the limit. */
  public static RateLimit perMinute(int requests) {
    return new RateLimit(requests, Math.min(requests, Math.max(SMALL_BURST, requests / 10)));
  }

  /** One of several equal shares of this limit, at least one request a minute. */
  public RateLimit share(int of) {
    return of <= 1 ? this : perMinute(Math.max(1, perMinute / of));
  }

  /** Microseconds between two requests at the limit's own pace. */
  double intervalMicros() {
    return 60e6 / perMinute;
  }
}
