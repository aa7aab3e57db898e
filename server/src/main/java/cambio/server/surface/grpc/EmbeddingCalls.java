package cambio.server.surface.grpc;

import cambio.server.idempotency.KeyedCall;
import cambio.v1.EmbedEncoding;
import cambio.v1.EmbedRequest;
import cambio.v1.EmbedResponse;
import cambio.v1.EmbeddingServiceGrpc;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import java.time.Duration;

/** {@code EmbeddingService}; see {@link CompletionCalls} for who runs what. */
final class EmbeddingCalls extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {

  /** The engine ends a call at its deadline; the server does only if the engine fails to. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final GrpcPorts ports;
  private final CallOpener opener;

  EmbeddingCalls(GrpcPorts ports, GrpcLimits limits) {
    this.ports = ports;
    this.opener = new CallOpener(ports, limits);
  }

  @Override
  public void embed(EmbedRequest request, StreamObserver<EmbedResponse> out) {
    ServiceRequestContext context = ServiceRequestContext.current();
    CallScope scope = CallScope.current();
    OpenCall call;
    try {
      call = opener.open(request, scope, context.request().headers());
    } catch (RuntimeException e) {
      out.onError(Replies.status(e, scope));
      return;
    }
    context.setRequestTimeout(
        TimeoutMode.SET_FROM_NOW, call.call().context().timeout().plus(GRACE));
    EventLoop eventLoop = context.eventLoop().withoutContext();
    boolean packed = request.getEncoding() == EmbedEncoding.EMBED_ENCODING_BYTES;
    KeyedCall keyed = call.keyed();
    if (keyed == null) {
      Cancellation.start(
          context, ports.engine(), call.call(), new EmbedAnswer(out, call, packed, eventLoop), out);
      return;
    }
    KeyedObserver<EmbedResponse> once =
        new KeyedObserver<>(
            (ServerCallStreamObserver<EmbedResponse>) out,
            call,
            eventLoop,
            EmbedResponse.parser(),
            message -> true);
    EmbedAnswer answer = new EmbedAnswer(once, call, packed, eventLoop);
    once.answer(
        ports.idempotency(),
        keyed,
        () -> Cancellation.detached(ports.engine(), call.call(), answer));
  }
}
