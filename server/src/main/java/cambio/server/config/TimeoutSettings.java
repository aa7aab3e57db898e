package cambio.server.config;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param request a whole call with all its attempts, where the caller sets no deadline
 * @param connect to a provider
 * @param firstEvent from an attempt's start to its first real event
 * @param streamIdle between two pieces of a provider's answer
 */
public record TimeoutSettings(
    Duration request, Duration connect, Duration firstEvent, Duration streamIdle) {}
