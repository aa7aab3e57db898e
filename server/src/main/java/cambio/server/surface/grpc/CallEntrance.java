package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import cambio.server.auth.Authenticator;
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
 * Finds out who calls before a message is read, and adds the request's id and the call's own
 * trailers to the answer.
 */
final class CallEntrance implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);
  private static final int LONGEST_REQUEST_ID = 128;

  private final Authenticator authenticator;
  private final Supplier<String> requestIds;

  CallEntrance(Authenticator authenticator, Supplier<String> requestIds) {
    this.authenticator = authenticator;
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
      principal = authenticator.authenticate(headers.get(AUTHORIZATION), headers.get(API_KEY));
    } catch (FailureException e) {
      StatusRuntimeException refusal =
          FailureWriter.status(FailureWriter.detail(e.failure(), requestId));
      Metadata all = refusal.getTrailers() == null ? new Metadata() : refusal.getTrailers();
      all.merge(trailers);
      call.close(refusal.getStatus(), all);
      return new ServerCall.Listener<>() {};
    }
    CallScope scope = new CallScope(principal, requestId, trailers);
    return Contexts.interceptCall(scope.within(), withTrailers(call, trailers), headers, next);
  }

  private static <Q, A> ServerCall<Q, A> withTrailers(ServerCall<Q, A> call, Metadata own) {
    return new SimpleForwardingServerCall<>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        trailers.merge(own);
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
