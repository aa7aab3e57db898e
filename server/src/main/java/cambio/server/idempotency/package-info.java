/**
 * Calls that are made once however often they are sent: under a caller's idempotency key the first
 * is served, and those after it are given its answer.
 */
@NullMarked
package cambio.server.idempotency;

import org.jspecify.annotations.NullMarked;
