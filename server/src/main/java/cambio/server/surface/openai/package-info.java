/** The OpenAI door at {@code /v1}: OpenAI's published API. */
@NullMarked
package cambio.server.surface.openai;

import org.jspecify.annotations.NullMarked;
