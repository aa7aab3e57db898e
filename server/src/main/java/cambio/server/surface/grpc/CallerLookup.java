package cambio.server.surface.grpc;

import cambio.server.auth.Authenticator;
import cambio.server.auth.Caller;
import cambio.server.surface.CallerKeys;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.util.AttributeKey;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out who calls, before gRPC sees the call: a key that has to be looked up first is waited
 * for without holding a thread, which a gRPC interceptor could not do.
 */
final class CallerLookup extends SimpleDecoratingHttpService {

  private static final AttributeKey<CompletableFuture<Caller>> CALLER =
      AttributeKey.valueOf(CallerLookup.class, "CALLER");

  private final Authenticator authenticator;

  CallerLookup(HttpService next, Authenticator authenticator) {
    super(next);
    this.authenticator = authenticator;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    CompletableFuture<Caller> who = authenticator.identify(CallerKeys.presented(ctx, request));
    ctx.setAttr(CALLER, who);
    return who.isDone()
        ? unwrap().serve(ctx, request)
        : HttpResponse.of(
            who.handleAsync((caller, refusal) -> enter(ctx, request), ctx.eventLoop()));
  }

  private HttpResponse enter(ServiceRequestContext ctx, HttpRequest request) {
    try {
      return unwrap().serve(ctx, request);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  /**
   * Who makes the call under way.
   *
   * @throws cambio.spi.FailureException where the key was refused or could not be looked up
   */
  static Caller found() {
    CompletableFuture<Caller> who = ServiceRequestContext.current().attr(CALLER);
    if (who == null) {
      throw new IllegalStateException("nobody asked who calls: the lookup is not installed");
    }
    return CallerKeys.known(who);
  }
}
