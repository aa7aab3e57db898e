package cambio.router.health;

/**
 * What was seen of an endpoint in one window.
 *
 * @param successes attempts that worked
 * @param drops attempts that failed through the endpoint's own fault, rate limits aside
 * @param rateLimits attempts that it answered with a rate limit
 * @param timeToFirstEvent seconds to the first real event
 * @param throughput output tokens a second, the wait for the first one included
 */
public record WindowStats(
    long successes, long drops, long rateLimits, Quantiles timeToFirstEvent, Quantiles throughput) {

  /** Nothing seen. */
  public static final WindowStats NONE = new WindowStats(0, 0, 0, Quantiles.NONE, Quantiles.NONE);

  /** Attempts that say something about reliability: successes and drops. */
  public long attempts() {
    return successes + drops;
  }

  /** Part of the attempts that worked, 1 where there were none. */
  public double uptime() {
    return attempts() == 0 ? 1 : (double) successes / attempts();
  }

  /** Part of all calls that met a rate limit, 0 where there were none. */
  public double rateLimitRate() {
    long calls = attempts() + rateLimits;
    return calls == 0 ? 0 : (double) rateLimits / calls;
  }
}
