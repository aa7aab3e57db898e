package cambio.router.health;

/**
 * What was seen of an endpoint in one window.
 *
 * @param successes attempts that worked
 * @param drops attempts that failed through the endpoint's own fault, rate limits aside
 * @param rateLimits attempts that it answered with a rate limit
 * @param inputTokens of all attempts that reported them
 * @param cachedInputTokens of these, read from the provider's cache
 * @param toolCalls answers that called tools
 * @param invalidToolCalls of these, with broken calls
 * @param timeToFirstEvent seconds to the first real event
 * @param throughput output tokens a second, the wait for the first one included
 */
public record WindowStats(
    long successes,
    long drops,
    long rateLimits,
    long inputTokens,
    long cachedInputTokens,
    long toolCalls,
    long invalidToolCalls,
    Quantiles timeToFirstEvent,
    Quantiles throughput) {

  /** Nothing seen. */
  public static final WindowStats NONE =
      new WindowStats(0, 0, 0, 0, 0, 0, 0, Quantiles.NONE, Quantiles.NONE);

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

  /** Part of the input that came from the provider's cache, 0 where nothing is known. */
  public double cacheHitRate() {
    return inputTokens == 0 ? 0 : (double) cachedInputTokens / inputTokens;
  }

  /**
   * The same drawn towards none where it rests on few answers.
   *
   * @param weight how many answers without a cache hit are thought to have come before
   */
  public double cacheHitRate(double weight) {
    return successes == 0 ? 0 : cacheHitRate() * successes / (successes + weight);
  }

  /** Part of the answers with tool calls that were sound, 1 where there were none. */
  public double toolCallValidity() {
    return toolCalls == 0 ? 1 : 1 - (double) invalidToolCalls / toolCalls;
  }
}
