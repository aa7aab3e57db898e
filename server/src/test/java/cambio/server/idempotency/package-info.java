@NullMarked
package cambio.server.idempotency;

import org.jspecify.annotations.NullMarked;
