/** {@code POST …/embeddings} of the doors that are compatible with OpenAI's. */
@NullMarked
package cambio.server.surface.embedding;

import org.jspecify.annotations.NullMarked;
