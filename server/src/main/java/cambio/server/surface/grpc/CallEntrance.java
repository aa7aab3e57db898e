package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import cambio.server.auth.Caller;
import cambio.spi.FailureException;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;

/**
 * Lets in who may call a method, before a message is read, and adds the request's id and the call's
 * own trailers to the answer. Who calls, {@link CallerLookup} has found out.
 */
final class CallEntrance implements ServerInterceptor {

  private static final int LONGEST_REQUEST_ID = 128;

  private final Supplier<String> requestIds;

  CallEntrance(Supplier<String> requestIds) {
    this.requestIds = requestIds;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String requestId = requestId(headers);
    Metadata trailers = new Metadata();
    trailers.put(CallScope.REQUEST_ID, requestId);
    Principal principal;
    try {
      Caller caller = CallerLookup.found();
      caller.require(MethodAccess.of(call.getMethodDescriptor().getFullMethodName()));
      principal = caller.principal();
    } catch (FailureException e) {
      StatusRuntimeException refusal =
          FailureWriter.status(FailureWriter.detail(e.failure(), requestId));
      Metadata all = refusal.getTrailers() == null ? new Metadata() : refusal.getTrailers();
      all.merge(trailers);
      call.close(refusal.getStatus(), all);
      return new ServerCall.Listener<>() {};
    }
    CallScope scope = new CallScope(principal, requestId, new Metadata(), trailers);
    return Contexts.interceptCall(scope.within(), withOwn(call, scope), headers, next);
  }

  private static <Q, A> ServerCall<Q, A> withOwn(ServerCall<Q, A> call, CallScope scope) {
    return new SimpleForwardingServerCall<>(call) {
      @Override
      public void sendHeaders(Metadata headers) {
        headers.merge(scope.headers());
        super.sendHeaders(headers);
      }

      @Override
      public void close(Status status, Metadata trailers) {
        trailers.merge(scope.trailers());
        super.close(status, trailers);
      }
    };
  }

  private String requestId(Metadata headers) {
    String given = headers.get(CallScope.REQUEST_ID);
    return given != null && isFit(given) ? given : requestIds.get();
  }

  private static boolean isFit(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_REQUEST_ID
        && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
