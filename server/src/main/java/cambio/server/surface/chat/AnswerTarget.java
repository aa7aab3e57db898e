package cambio.server.surface.chat;

import cambio.server.surface.CallerHeaders;
import cambio.server.surface.ErrorResponses;

/**
 * For whom an answer is written, and how.
 *
 * @param errors the door's error responses
 * @param options what the request said to the door
 * @param caller what the caller's headers said
 * @param generationId the answer's id
 */
record AnswerTarget(
    ChatShape shape,
    ErrorResponses errors,
    ChatOptions options,
    CallerHeaders caller,
    String generationId) {}
