package cambio.server.tenant;

/**
 * Paces and concurrency; 0 means no such limit.
 *
 * @param tokensPerMinute of prompts and answers together
 * @param concurrentRequests at the same time
 */
public record RateLimits(int requestsPerMinute, long tokensPerMinute, int concurrentRequests) {

  /** No limit. */
  public static final RateLimits NONE = new RateLimits(0, 0, 0);

  public RateLimits {
    if (requestsPerMinute < 0 || tokensPerMinute < 0 || concurrentRequests < 0) {
      throw new IllegalArgumentException("a negative limit (expected: >= 0, 0 for none)");
    }
  }
}
