/**
 * What the operator decides: {@code cambio.yaml} with defaults for all of it, credentials from the
 * environment, and the watch that takes a changed file without dropping a request.
 */
@NullMarked
package cambio.server.config;

import org.jspecify.annotations.NullMarked;
