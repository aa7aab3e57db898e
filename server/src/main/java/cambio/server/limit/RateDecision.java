package cambio.server.limit;

import java.time.Duration;

/**
 * Whether a request may go on, and what its caller may be told.
 *
 * @param remaining how many more could come at once now
 * @param resetAfter until the whole burst is there again
 * @param retryAfter until the next request is admitted; zero where this one was
 */
public record RateDecision(
    boolean admitted, RateLimit limit, long remaining, Duration resetAfter, Duration retryAfter) {}
