package cambio.server.surface;

import cambio.router.plan.Principal;
import cambio.server.auth.Access;
import cambio.server.auth.Authenticator;
import cambio.server.auth.Caller;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands in front of what a door serves: finds out who calls and answers what goes wrong. */
public final class DoorService implements HttpService {

  private static final Logger log = LoggerFactory.getLogger(DoorService.class);

  private final Authenticator authenticator;
  private final GenerationIds ids;
  private final ErrorResponses errors;
  private final Access access;
  private final Handler handler;

  /** Answers one request of a known caller, on the event loop. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Answers; failures are thrown.
     *
     * @throws FailureException for what the door turns into its error response
     */
    HttpResponse handle(
        ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller);
  }

  /** A service that hands callers who may generate to a handler. */
  public DoorService(DoorContext context, ErrorResponses errors, Handler handler) {
    this(context, errors, Access.GENERATE, handler);
  }

  /** A service that hands callers to a handler whose key may do this. */
  public DoorService(DoorContext context, ErrorResponses errors, Access access, Handler handler) {
    this.authenticator = context.authenticator();
    this.ids = context.ids();
    this.errors = errors;
    this.access = access;
    this.handler = handler;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    CallerHeaders headers = CallerHeaders.read(request.headers(), ids);
    CompletableFuture<Caller> who = authenticator.identify(CallerKeys.presented(ctx, request));
    return who.isDone()
        ? answer(ctx, request, who, headers)
        : HttpResponse.of(
            who.handleAsync(
                (caller, refusal) -> answer(ctx, request, who, headers), ctx.eventLoop()));
  }

  private HttpResponse answer(
      ServiceRequestContext ctx,
      HttpRequest request,
      CompletableFuture<Caller> who,
      CallerHeaders headers) {
    try {
      Caller caller = CallerKeys.known(who);
      caller.require(access);
      return handler.handle(ctx, request, caller.principal(), headers);
    } catch (FailureException e) {
      return errors.of(e.failure(), headers);
    } catch (RuntimeException e) {
      return errors.of(unexpected(e, headers), headers);
    }
  }

  /** What the caller is told of a fault of ours; the log has the rest. */
  public static Failure unexpected(Throwable fault, CallerHeaders caller) {
    log.error("request {} failed inside the door", caller.requestId(), fault);
    return Failure.of(FailureKind.INTERNAL, "a fault inside the door");
  }
}
