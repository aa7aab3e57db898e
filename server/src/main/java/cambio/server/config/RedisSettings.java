package cambio.server.config;

import cambio.spi.Secret;
import java.time.Duration;

/**
 * The store that replicas share.
 *
 * @param url {@code redis://} or {@code rediss://}; a secret, for it may hold a password
 * @param timeout after which a command counts as failed; a slow store is a dead one
 * @param replicas how many routers there are at most: while the store is away each of them admits
 *     its share of a limit
 * @param cluster whether it is a Redis Cluster, of which the URL names a node or several
 */
public record RedisSettings(Secret url, Duration timeout, int replicas, boolean cluster) {

  /** A single server. */
  public RedisSettings(Secret url, Duration timeout, int replicas) {
    this(url, timeout, replicas, false);
  }
}
