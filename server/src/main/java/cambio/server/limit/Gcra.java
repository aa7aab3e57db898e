package cambio.server.limit;

import java.time.Duration;

/**
 * The generic cell rate algorithm. Its whole state is one instant, the theoretical arrival time of
 * the next request at the limit's own pace; a request conforms while that is no further in the
 * future than the burst allows. {@code gcra.lua} is the same arithmetic in Redis.
 */
final class Gcra {

  private Gcra() {}

  /**
   * What came of one request.
   *
   * @param arrivalMicros the new state, microseconds since 1970
   */
  record Step(RateDecision decision, double arrivalMicros) {}

  /**
   * Decides on one request.
   *
   * @param arrivalMicros the state; anything in the past (0 for none) counts as full
   */
  static Step step(RateLimit limit, double arrivalMicros, double nowMicros) {
    double interval = limit.intervalMicros();
    double capacity = interval * limit.burst();
    double base = Math.max(arrivalMicros, nowMicros);
    double next = base + interval;
    double early = next - capacity - nowMicros;
    if (early > 0) {
      return new Step(decision(false, limit, 0, base - nowMicros, early), base);
    }
    long remaining = (long) Math.floor((capacity - (next - nowMicros)) / interval + 1e-6);
    return new Step(decision(true, limit, remaining, next - nowMicros, 0), next);
  }

  static RateDecision decision(
      boolean admitted, RateLimit limit, long remaining, double resetMicros, double retryMicros) {
    return new RateDecision(
        admitted,
        limit,
        Math.max(0, remaining),
        Duration.ofNanos(Math.round(resetMicros * 1_000)),
        Duration.ofNanos((long) Math.ceil(retryMicros) * 1_000));
  }
}
