package cambio.server.surface.embedding;

import cambio.router.plan.Principal;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.GenerationCall;
import cambio.server.surface.CallHandler;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.DoorContext;
import cambio.server.surface.ErrorResponses;
import com.linecorp.armeria.common.HttpResponse;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;

/** Serves {@code POST …/embeddings}: the same way as a completion, to an answer of vectors. */
public final class EmbeddingHandler extends CallHandler<EmbeddingBody> {

  private final EmbeddingShape shape;
  private final ErrorResponses errors;

  /** A handler whose answers have this shape. */
  public EmbeddingHandler(DoorContext context, EmbeddingShape shape, ErrorResponses errors) {
    super(context, errors);
    this.shape = shape;
    this.errors = errors;
  }

  @Override
  protected EmbeddingBody read(byte[] body) {
    return EmbeddingBodyReader.read(body);
  }

  @Override
  protected GenerationCall call(EmbeddingBody body, Principal principal, CallerHeaders caller) {
    return GenerationCall.of(
        body.request(),
        body.route(),
        contextOf(shape.surface(), body.request().user(), principal, caller, null));
  }

  @Override
  protected AnswerSink sink(
      EmbeddingBody body,
      GenerationCall call,
      CallerHeaders caller,
      EventLoop loop,
      CompletableFuture<HttpResponse> answer) {
    return new EmbeddingWriter(
        new EmbeddingTarget(shape, errors, body, caller, call.context().generationId()),
        answer,
        loop);
  }
}
