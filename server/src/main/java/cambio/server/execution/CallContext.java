package cambio.server.execution;

import cambio.router.plan.Principal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a call.
 *
 * @param requestId for logs; from the caller's {@code x-request-id} or made here
 * @param generationId {@code gen_} and a UUIDv7; the id of reservation, ledger entry and record
 * @param surface the door it came through: {@code grpc}, {@code openai}, {@code openrouter}
 * @param receivedAt when the whole request was there
 * @param timeout how long it may take from receivedAt until the answer commits (a unary answer
 *     commits when it is whole); a stream may then run on within the operator's idle timeout
 * @param traceparent the caller's W3C trace context, where it sent one
 * @param app the caller's application, from {@code HTTP-Referer} or {@code X-Title}
 * @param sessionId conversation id for stickiness, where the caller gave one
 */
public record CallContext(
    String requestId,
    String generationId,
    String surface,
    Principal principal,
    Instant receivedAt,
    Duration timeout,
    @Nullable String traceparent,
    @Nullable String app,
    @Nullable String sessionId) {}
