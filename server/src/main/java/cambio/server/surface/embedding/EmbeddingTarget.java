package cambio.server.surface.embedding;

import cambio.server.surface.CallerHeaders;
import cambio.server.surface.ErrorResponses;

/** For whom vectors are written, and how. */
record EmbeddingTarget(
    EmbeddingShape shape,
    ErrorResponses errors,
    EmbeddingBody body,
    CallerHeaders caller,
    String generationId) {}
