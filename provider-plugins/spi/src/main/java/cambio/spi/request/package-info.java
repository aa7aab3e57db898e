/**
 * What a caller asks for, whatever the dialect it asked in. Free-form JSON (schemas, tool
 * parameters, arguments) is kept as the text that the caller sent: the order of its members steers
 * models and prompt caches.
 */
@NullMarked
package cambio.spi.request;

import org.jspecify.annotations.NullMarked;
