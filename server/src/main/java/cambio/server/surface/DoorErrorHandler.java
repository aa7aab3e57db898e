package cambio.server.surface;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** Answers, in a door's dialect, what the HTTP server finds wrong before a service can. */
public final class DoorErrorHandler implements ServiceErrorHandler {

  private final DoorContext context;
  private final ErrorResponses errors;

  /** A handler of this door. */
  public DoorErrorHandler(DoorContext context, ErrorResponses errors) {
    this.context = context;
    this.errors = errors;
  }

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    CallerHeaders caller = CallerHeaders.read(ctx.request().headers(), context.ids());
    Failure failure = failureOf(cause);
    return failure == null ? null : errors.of(failure, caller);
  }

  /** The failure, or null where the server's own answer will do. */
  private @Nullable Failure failureOf(Throwable cause) {
    boolean tooLarge =
        cause instanceof ContentTooLargeException
            || cause instanceof HttpStatusException status && status.httpStatus().code() == 413;
    if (tooLarge) {
      return tooLarge(context.maxBodyBytes());
    }
    if (cause instanceof RequestTimeoutException) {
      return Failure.of(
          FailureKind.TIMEOUT, "The request's body did not come in time. Send it again.");
    }
    return null;
  }

  /** What a caller is told whose body is too long. */
  public static Failure tooLarge(long maxBodyBytes) {
    return Failure.of(
        FailureKind.PAYLOAD_TOO_LARGE,
        "The body is over "
            + maxBodyBytes
            + " bytes. Send less, for example links in place of data.");
  }
}
