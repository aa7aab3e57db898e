package cambio.router.health;

/**
 * How many attempts an endpoint bears at once, found by trying: the limit rises while it is used
 * and answers come as fast as usual, and falls by a tenth for a drop and by a twentieth when the
 * first event takes three times its usual time. Immutable.
 *
 * @param limit attempts at once, 4 to 1,000; not whole
 * @param usualSeconds the usual time to the first event under light load; 0 where not known
 */
record ConcurrencyLimit(double limit, double usualSeconds) {

  private static final double LEAST = 4;
  private static final double MOST = 1_000;
  private static final double SLOW = 3;

  static final ConcurrencyLimit INITIAL = new ConcurrencyLimit(64, 0);

  ConcurrencyLimit dropped() {
    return new ConcurrencyLimit(Math.max(LEAST, limit * 0.9), usualSeconds);
  }

  /**
   * An attempt worked.
   *
   * @param inFlight attempts under way when it ended, itself included
   * @param seconds to its first event; NaN where not known
   */
  ConcurrencyLimit worked(int inFlight, double seconds) {
    if (Double.isNaN(seconds)) {
      return this;
    }
    boolean used = inFlight * 2 >= limit;
    boolean slow = usualSeconds > 0 && seconds > SLOW * usualSeconds;
    if (slow && used) {
      return new ConcurrencyLimit(Math.max(LEAST, limit * 0.95), usualSeconds);
    }
    double grown = used ? Math.min(MOST, limit + 4 / limit) : limit;
    return new ConcurrencyLimit(grown, usual(seconds));
  }

  /** Follows what is faster at once by a third, and what is slower by a hundredth. */
  private double usual(double seconds) {
    if (usualSeconds == 0) {
      return seconds;
    }
    double weight = seconds < usualSeconds ? 0.3 : 0.01;
    return usualSeconds + weight * (seconds - usualSeconds);
  }

  int whole() {
    return (int) limit;
  }
}
