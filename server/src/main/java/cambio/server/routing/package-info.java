/**
 * What happens to a call between its door and its plan: presets fill it up, {@code cambio/auto}
 * becomes a model, a prompt that is too long is compressed where the caller asks for it.
 */
@NullMarked
package cambio.server.routing;

import org.jspecify.annotations.NullMarked;
