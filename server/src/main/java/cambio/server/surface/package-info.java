/**
 * What the doors have in common: reading a caller's bytes strictly, streaming server-sent events,
 * the callers' headers. Each door is a package of its own below.
 */
@NullMarked
package cambio.server.surface;

import org.jspecify.annotations.NullMarked;
