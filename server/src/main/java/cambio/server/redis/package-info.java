/** The connection to Redis, which replicas share state through. Nothing else knows its client. */
@NullMarked
package cambio.server.redis;

import org.jspecify.annotations.NullMarked;
