package cambio.server.config;

import cambio.spi.Secret;
import java.time.Duration;

/**
 * The PostgreSQL server that routers share.
 *
 * @param url {@code postgres://user:password@host:port/database?parameters}; a secret, for it may
 *     hold a password
 * @param connections the most that this router opens for reading and for administration, besides
 *     the one that it writes settlements on; 1..1000
 * @param timeout after which the server counts as away; a slow server is a dead one
 */
public record PostgresSettings(Secret url, int connections, Duration timeout) {}
