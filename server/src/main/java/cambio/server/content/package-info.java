/**
 * The one place where text is kept: each tenant's own, sealed, and gone after its time. Nothing is
 * kept for a call under zero data retention.
 */
@NullMarked
package cambio.server.content;

import org.jspecify.annotations.NullMarked;
