package cambio.router.attempt;

/**
 * Everything that follows from a kind of failure.
 *
 * @param recourse what may still help before the response is committed
 * @param verdict what it says about the endpoint
 * @param httpStatus the status on the OpenAI, OpenRouter and Anthropic doors; the native door's
 *     follows from the gRPC code
 * @param errorType OpenRouter's {@code error_type}
 * @param openAiType {@code error.type} of the OpenAI dialect
 * @param openAiCode {@code error.code} of the OpenAI dialect
 * @param anthropicType {@code error.type} of the Anthropic dialect
 * @param retryable whether the same request may succeed when it is sent again later, unchanged
 */
public record FailureTraits(
    Blame blame,
    Recourse recourse,
    Verdict verdict,
    GrpcCode grpc,
    int httpStatus,
    String errorType,
    String openAiType,
    String openAiCode,
    String anthropicType,
    boolean retryable) {}
