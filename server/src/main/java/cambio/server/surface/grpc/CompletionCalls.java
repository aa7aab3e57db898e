package cambio.server.surface.grpc;

import cambio.server.execution.AnswerSink;
import cambio.server.idempotency.KeyedCall;
import cambio.v1.CompleteRequest;
import cambio.v1.CompleteResponse;
import cambio.v1.CompletionServiceGrpc;
import cambio.v1.GenerationSpec;
import cambio.v1.PlanRouteRequest;
import cambio.v1.PlanRouteResponse;
import cambio.v1.StreamCompleteRequest;
import cambio.v1.StreamCompleteResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code CompletionService}. Its handlers run on the event loop, start the call and return; what
 * follows comes from the engine's thread. (A handler that stayed for the whole answer would hold
 * back the caller's cancellation until it returned.)
 */
final class CompletionCalls extends CompletionServiceGrpc.CompletionServiceImplBase {

  /** The engine ends a call at its deadline; the server does only if the engine fails to. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** So that at a tie the engine's own, better informed failure is told. */
  private static final Duration ENGINE_FIRST = Duration.ofMillis(100);

  private final GrpcPorts ports;
  private final CallOpener opener;

  CompletionCalls(GrpcPorts ports, GrpcLimits limits) {
    this.ports = ports;
    this.opener = new CallOpener(ports, limits);
  }

  @Override
  public void complete(CompleteRequest request, StreamObserver<CompleteResponse> out) {
    ServiceRequestContext context = ServiceRequestContext.current();
    OpenCall call = open(request.getGeneration(), out, false);
    if (call != null) {
      context.setRequestTimeout(
          TimeoutMode.SET_FROM_NOW, call.call().context().timeout().plus(GRACE));
      EventLoop eventLoop = context.eventLoop().withoutContext();
      KeyedCall keyed = call.keyed();
      if (keyed == null) {
        start(context, call, new UnaryAnswer(out, call, eventLoop), out);
        return;
      }
      KeyedObserver<CompleteResponse> once =
          new KeyedObserver<>(
              (ServerCallStreamObserver<CompleteResponse>) out,
              call,
              eventLoop,
              CompleteResponse.parser(),
              message -> true);
      UnaryAnswer answer = new UnaryAnswer(once, call, eventLoop);
      once.answer(
          ports.idempotency(),
          keyed,
          () -> Cancellation.detached(ports.engine(), call.call(), answer));
    }
  }

  @Override
  public void streamComplete(
      StreamCompleteRequest request, StreamObserver<StreamCompleteResponse> out) {
    ServiceRequestContext context = ServiceRequestContext.current();
    OpenCall call = open(request.getGeneration(), out, true);
    if (call == null) {
      return;
    }
    // A stream runs as long as its model speaks, unless its caller set a limit.
    context.clearRequestTimeout();
    EventLoop eventLoop = context.eventLoop().withoutContext();
    ServerCallStreamObserver<StreamCompleteResponse> stream =
        (ServerCallStreamObserver<StreamCompleteResponse>) out;
    KeyedCall keyed = call.keyed();
    if (keyed == null) {
      StreamAnswer answer = new StreamAnswer(stream, call, eventLoop);
      watch(context, call, answer, start(context, call, answer, out));
      return;
    }
    KeyedObserver<StreamCompleteResponse> once =
        new KeyedObserver<>(
            stream,
            call,
            eventLoop,
            StreamCompleteResponse.parser(),
            message -> !message.hasKeepAlive());
    StreamAnswer answer = new StreamAnswer(once, call, eventLoop);
    once.answer(
        ports.idempotency(),
        keyed,
        () ->
            watch(
                context, call, answer, Cancellation.detached(ports.engine(), call.call(), answer)));
  }

  /** What a stream has of time: its end, and signs of life. */
  private static void watch(
      ServiceRequestContext context,
      OpenCall call,
      StreamAnswer answer,
      Cancellation cancellation) {
    if (call.limited()) {
      expire(context, call, answer, cancellation);
    }
    Duration keepAlive = call.spec().delivery().keepAlive();
    if (keepAlive != null) {
      keepAlive(context, answer, keepAlive);
    }
  }

  @Override
  public void planRoute(PlanRouteRequest request, StreamObserver<PlanRouteResponse> out) {
    Replies.reply(
        out,
        scope -> {
          OpenCall call = opener.open(request.getGeneration(), scope, headers(), false);
          return PlanRouteResponse.newBuilder()
              .setPlan(
                  new PlanWriter(ports.catalog().get()).write(ports.planner().plan(call.call())))
              .build();
        });
  }

  private @Nullable OpenCall open(GenerationSpec spec, StreamObserver<?> out, boolean stream) {
    CallScope scope = CallScope.current();
    try {
      return opener.open(spec, scope, headers(), stream);
    } catch (RuntimeException e) {
      out.onError(Replies.status(e, scope));
      return null;
    }
  }

  private Cancellation start(
      ServiceRequestContext context, OpenCall call, AnswerSink answer, StreamObserver<?> out) {
    return Cancellation.start(context, ports.engine(), call.call(), answer, out);
  }

  /** Ends a stream at its caller's own limit. Before the commit the engine does so itself. */
  private static void expire(
      ServiceRequestContext context,
      OpenCall call,
      StreamAnswer answer,
      Cancellation cancellation) {
    Duration after = call.call().context().timeout().plus(ENGINE_FIRST);
    Runnable end =
        () -> {
          cancellation.cancel();
          answer.expired();
        };
    untilEnd(
        context,
        context.eventLoop().withoutContext().schedule(end, after.toNanos(), TimeUnit.NANOSECONDS));
  }

  private static void keepAlive(
      ServiceRequestContext context, StreamAnswer answer, Duration period) {
    untilEnd(
        context,
        context
            .eventLoop()
            .withoutContext()
            .scheduleAtFixedRate(
                answer::keepAlive, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
  }

  private static void untilEnd(ServiceRequestContext context, ScheduledFuture<?> timer) {
    context.log().whenComplete().thenAccept(log -> timer.cancel(false));
  }

  private static com.linecorp.armeria.common.HttpHeaders headers() {
    return ServiceRequestContext.current().request().headers();
  }
}
