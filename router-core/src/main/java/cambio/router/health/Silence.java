package cambio.router.health;

/**
 * Notices that an endpoint does not answer before any attempt has timed out: several have started
 * since its last answer, the first of them long ago for this endpoint. An endpoint of which nothing
 * is known gets twenty attempts until it answers for the first time. Immutable.
 *
 * @param starts attempts since the last answer
 * @param sinceMillis when the first of them started
 */
record Silence(int starts, long sinceMillis) {

  private static final int MANY = 5;
  private static final int MANY_OF_UNKNOWN = 20;
  private static final double LEAST_MILLIS = 1_000;

  static final Silence NONE = new Silence(0, 0);

  Silence started(long nowMillis) {
    return new Silence(starts + 1, starts == 0 ? nowMillis : sinceMillis);
  }

  /** Whether it has been silent for the time that all but a hundredth of its answers need. */
  boolean suspicious(Quantiles timeToFirstEvent, long nowMillis) {
    double usualMillis = timeToFirstEvent.p99() * 1_000;
    return Double.isNaN(usualMillis)
        ? starts >= MANY_OF_UNKNOWN
        : starts >= MANY && nowMillis - sinceMillis > Math.max(LEAST_MILLIS, usualMillis);
  }
}
