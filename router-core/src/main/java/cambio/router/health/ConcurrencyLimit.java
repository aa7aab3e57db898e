package cambio.router.health;

/**
 * How many attempts an endpoint bears at once, found by trying. There is no limit until it shows
 * that it has too many: it says so, it does not answer in time, or the first event takes two and a
 * half times its usual time on average. Then the limit is a tenth less than what is under way, at
 * most once a second; it rises while it is used and answers come as usual. A failure of another
 * kind says nothing about it. Immutable.
 *
 * @param limit attempts at once, 4 to 1,000; not whole; 1,000 is no limit
 * @param usualSeconds the usual time to the first event, which follows slowly; 0 where not known
 * @param recentSeconds the same of late
 * @param loweredAtMillis when it was lowered last
 */
record ConcurrencyLimit(
    double limit, double usualSeconds, double recentSeconds, long loweredAtMillis) {

  static final double NONE = 1_000;

  private static final double LEAST = 4;
  private static final double SLOW = 2.5;
  private static final double RECENT_WEIGHT = 0.1;
  private static final double SLOWER_WEIGHT = 0.005;
  private static final double FASTER_WEIGHT = 0.05;
  private static final long PAUSE_MILLIS = 1_000;

  static final ConcurrencyLimit UNLIMITED = new ConcurrencyLimit(NONE, 0, 0, Long.MIN_VALUE);

  /** The endpoint had too much to do while this many attempts were under way. */
  ConcurrencyLimit overloaded(int inFlight, long nowMillis) {
    if (loweredAtMillis != Long.MIN_VALUE && nowMillis - loweredAtMillis < PAUSE_MILLIS) {
      return this;
    }
    double lower = Math.max(LEAST, Math.min(limit, inFlight) * 0.9);
    return new ConcurrencyLimit(lower, usualSeconds, recentSeconds, nowMillis);
  }

  /** The endpoint was away and is back: its limit has to be found anew. */
  ConcurrencyLimit recovered() {
    return new ConcurrencyLimit(NONE, usualSeconds, usualSeconds, Long.MIN_VALUE);
  }

  /**
   * An attempt worked.
   *
   * @param inFlight attempts under way when it ended, itself included
   * @param seconds to its first event; NaN where not known
   */
  ConcurrencyLimit worked(int inFlight, double seconds, long nowMillis) {
    if (Double.isNaN(seconds)) {
      return this;
    }
    if (usualSeconds == 0) {
      return new ConcurrencyLimit(limit, seconds, seconds, loweredAtMillis);
    }
    double recent = recentSeconds + RECENT_WEIGHT * (seconds - recentSeconds);
    double weight = seconds < usualSeconds ? FASTER_WEIGHT : SLOWER_WEIGHT;
    double usual = usualSeconds + weight * (seconds - usualSeconds);
    boolean used = inFlight * 2 >= limit;
    double grown = used ? Math.min(NONE, limit + 1 / Math.sqrt(limit)) : limit;
    ConcurrencyLimit next = new ConcurrencyLimit(grown, usual, recent, loweredAtMillis);
    return recent > SLOW * usual
        ? new ConcurrencyLimit(limit, usual, recent, loweredAtMillis)
            .overloaded(inFlight, nowMillis)
        : next;
  }

  boolean isLimited() {
    return limit < NONE;
  }

  int whole() {
    return (int) limit;
  }
}
