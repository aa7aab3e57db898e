/**
 * What the operator sees: metrics, health, build facts and logs, on a listener of its own that is
 * never public.
 */
@NullMarked
package cambio.server.admin;

import org.jspecify.annotations.NullMarked;
