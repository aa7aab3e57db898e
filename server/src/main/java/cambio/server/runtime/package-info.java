/** The process put together: the one place that knows every part. */
@NullMarked
package cambio.server.runtime;

import org.jspecify.annotations.NullMarked;
