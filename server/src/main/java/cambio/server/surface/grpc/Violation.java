package cambio.server.surface.grpc;

/**
 * One thing that is wrong with a request.
 *
 * @param field path within the message, e.g. {@code messages[2].tool_call_id}
 * @param description the value at fault, what was expected, what to do
 */
record Violation(String field, String description) {}
