package cambio.server.config;

import java.time.Duration;

/**
 * The public listener.
 *
 * @param host the address it binds; loopback by default, so that nothing is open by accident
 * @param port 0 for a free one
 * @param region where this router runs, as generations record it
 * @param maxBodyBytes the longest request body; longer ones are answered 413
 * @param idleTimeout after which a connection without a request is closed
 * @param drainTimeout how long running calls may go on after a stop was asked for
 */
public record HttpSettings(
    String host,
    int port,
    String region,
    long maxBodyBytes,
    Duration idleTimeout,
    Duration drainTimeout) {}
