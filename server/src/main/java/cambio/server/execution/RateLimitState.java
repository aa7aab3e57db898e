package cambio.server.execution;

import java.time.Duration;

/**
 * A rate limit as the caller may be told of it.
 *
 * @param limit requests in the window
 * @param remaining how many are left now
 * @param resetAfter until the limit is whole again
 */
public record RateLimitState(long limit, long remaining, Duration resetAfter) {}
