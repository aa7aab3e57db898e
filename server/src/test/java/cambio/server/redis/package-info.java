@NullMarked
package cambio.server.redis;

import org.jspecify.annotations.NullMarked;
