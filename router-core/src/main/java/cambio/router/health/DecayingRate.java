package cambio.router.health;

/**
 * Events a second, the past fading with a time constant of five seconds. Immutable.
 *
 * @param perSecond the rate at the instant
 * @param atMillis when it was computed
 */
record DecayingRate(double perSecond, long atMillis) {

  private static final double CONSTANT_MILLIS = 5_000;

  static final DecayingRate NONE = new DecayingRate(0, 0);

  DecayingRate counted(long nowMillis) {
    return new DecayingRate(at(nowMillis) + 1_000 / CONSTANT_MILLIS, nowMillis);
  }

  double at(long nowMillis) {
    double age = Math.max(0, nowMillis - atMillis);
    return perSecond * Math.exp(-age / CONSTANT_MILLIS);
  }
}
