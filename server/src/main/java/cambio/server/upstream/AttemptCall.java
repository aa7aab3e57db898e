package cambio.server.upstream;

import cambio.router.attempt.AttemptReason;
import cambio.router.plan.Candidate;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.GenerationRequest;
import io.netty.channel.EventLoop;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt is to do.
 *
 * @param number from 1
 * @param reason why it is made
 * @param request what to generate
 * @param embedding what to embed, in place of generating; null for generations
 * @param requestId the attempt's id, for the provider's logs
 * @param startedAt when it starts
 * @param eventLoop where everything of it happens
 */
public record AttemptCall(
    int number,
    AttemptReason reason,
    Candidate candidate,
    GenerationRequest request,
    @Nullable EmbeddingRequest embedding,
    String requestId,
    Instant startedAt,
    EventLoop eventLoop) {}
