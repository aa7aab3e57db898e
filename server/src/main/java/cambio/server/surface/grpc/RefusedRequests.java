package cambio.server.surface.grpc;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** Names what the transport refuses before a handler sees it, in the contract's own terms. */
final class RefusedRequests implements GrpcExceptionHandlerFunction {

  private final int maxMessageBytes;

  RefusedRequests(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public @Nullable Status apply(
      RequestContext context, Status status, Throwable cause, Metadata trailers) {
    Failure failure = failure(status, cause);
    if (failure == null) {
      return null;
    }
    String requestId = context instanceof ServiceRequestContext c ? c.id().text() : "";
    StatusRuntimeException told = FailureWriter.status(FailureWriter.detail(failure, requestId));
    if (told.getTrailers() != null) {
      trailers.merge(told.getTrailers());
    }
    return told.getStatus();
  }

  private @Nullable Failure failure(Status status, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      switch (t) {
        case InvalidProtocolBufferException invalid -> {
          return Failure.of(
              FailureKind.INVALID_REQUEST,
              "The request is no legal message: "
                  + invalid.getMessage()
                  + " Texts must be UTF-8 without lone surrogates, structures nested at most 100"
                  + " deep.");
        }
        case FailureException refused -> {
          return refused.failure();
        }
        case ContentTooLargeException large -> {
          return tooLarge();
        }
        case RequestTimeoutException late -> {
          return Failure.of(
              FailureKind.TIMEOUT, "The request did not arrive, or was not answered, in time.");
        }
        default -> {}
      }
    }
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED ? tooLarge() : null;
  }

  private Failure tooLarge() {
    return Failure.of(
        FailureKind.PAYLOAD_TOO_LARGE,
        "The request message is larger than "
            + maxMessageBytes
            + " bytes. Send less, or pictures and files as URLs.");
  }
}
