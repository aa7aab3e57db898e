package cambio.server.quota;

import java.time.Duration;

/**
 * Where a rate stands.
 *
 * @param limit what it is measured against
 * @param remaining units that could come at once now
 * @param resetAfter until everything is there again; zero for concurrency
 * @param retryAfter until the refused call would be admitted; zero where it was not refused
 */
public record RateReading(long limit, long remaining, Duration resetAfter, Duration retryAfter) {}
