/** The OpenRouter door at {@code /api/v1}: OpenRouter's API. */
@NullMarked
package cambio.server.surface.openrouter;

import org.jspecify.annotations.NullMarked;
