package cambio.server.surface;

import cambio.server.auth.Caller;
import cambio.server.auth.Presented;
import cambio.spi.FailureException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Where a request carries its key, and what comes of it. */
public final class CallerKeys {

  private CallerKeys() {}

  /** What a request presents. */
  public static Presented presented(ServiceRequestContext ctx, HttpRequest request) {
    return new Presented(
        request.headers().get("authorization"),
        request.headers().get("x-api-key"),
        ctx.clientAddress());
  }

  /**
   * The caller that was found out.
   *
   * @param done a future that is done
   * @throws FailureException where the key was refused or could not be looked up
   */
  public static Caller known(CompletableFuture<Caller> done) {
    if (done.state() == CompletableFuture.State.SUCCESS) {
      return done.resultNow();
    }
    Throwable cause = done.exceptionNow();
    if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
      cause = wrapped.getCause();
    }
    if (cause instanceof FailureException failure) {
      throw failure;
    }
    throw new IllegalStateException("the caller could not be identified", cause);
  }
}
