/**
 * HTTP to providers: one pooled client an origin, one exchange an attempt. Bytes come in on the
 * caller's event loop, only when asked for, and go through the dialect's codec.
 */
@NullMarked
package cambio.server.upstream;

import org.jspecify.annotations.NullMarked;
