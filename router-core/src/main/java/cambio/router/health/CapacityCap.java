package cambio.router.health;

/**
 * The pace that an endpoint bears, learned from its rate limits: a fifth less than the pace at
 * which it refused, then rising by 2 % a second until it refuses again. Forgotten after five
 * minutes without a refusal. Immutable.
 *
 * @param perSecond attempts a second when it refused, lessened; infinite where it never did
 * @param learnedAtMillis when that was
 */
record CapacityCap(double perSecond, long learnedAtMillis) {

  private static final double LESS = 0.8;
  private static final double GROWTH_PER_SECOND = 1.02;
  private static final double LEAST = 0.1;
  private static final long MEMORY_MILLIS = 300_000;

  /** Refusals within this time belong to one burst, which lowers the cap once. */
  private static final long BURST_MILLIS = 1_000;

  static final CapacityCap NONE = new CapacityCap(Double.POSITIVE_INFINITY, Long.MIN_VALUE);

  /** The endpoint refused while it was called at this pace. */
  CapacityCap refused(double pace, long nowMillis) {
    if (perSecond != Double.POSITIVE_INFINITY && nowMillis - learnedAtMillis < BURST_MILLIS) {
      return this;
    }
    return new CapacityCap(Math.max(LEAST, Math.min(at(nowMillis), pace) * LESS), nowMillis);
  }

  /** The pace that it bears now; infinite where nothing is known. */
  double at(long nowMillis) {
    if (perSecond == Double.POSITIVE_INFINITY || nowMillis - learnedAtMillis > MEMORY_MILLIS) {
      return Double.POSITIVE_INFINITY;
    }
    return perSecond * Math.pow(GROWTH_PER_SECOND, (nowMillis - learnedAtMillis) / 1_000.0);
  }
}
