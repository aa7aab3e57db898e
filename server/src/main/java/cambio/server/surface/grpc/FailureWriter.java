package cambio.server.surface.grpc;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.FailureTraits;
import cambio.server.execution.CallFailure;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.v1.EndpointFailure;
import cambio.v1.FailureDetail;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** Writes failures: as a detail, and as the status that ends a call. */
final class FailureWriter {

  /**
   * A status travels in trailers, base64-encoded, and common clients take 8 KiB of those: what is
   * longer loses the parts that matter least.
   */
  private static final int MOST_BYTES = 4096;

  private static final int LONGEST_MESSAGE = 1000;
  private static final String DOMAIN = "cambio";

  private FailureWriter() {}

  /** The detail of a refusal before anything was begun. */
  static FailureDetail detail(Failure failure, String requestId) {
    FailureTraits traits = FailureTable.of(failure.kind());
    FailureDetail.Builder detail =
        FailureDetail.newBuilder()
            .setKind(FailureKinds.kind(failure.kind()))
            .setErrorType(traits.errorType())
            .setMessage(cut(failure.message()))
            .setBlame(FailureKinds.blame(traits.blame()))
            .setRetryable(traits.retryable())
            .setRequestId(requestId)
            .setCodeValue(traits.grpc().number())
            .setHttpStatus(traits.httpStatus());
    if (failure.field() != null) {
      detail.setField(failure.field());
    }
    if (failure.retryAfter() != null) {
      detail.setRetryAfter(Times.duration(failure.retryAfter()));
    }
    if (failure.upstreamCode() != null) {
      detail.setProviderCode(failure.upstreamCode());
    }
    return detail.build();
  }

  /** The detail of a call that the engine took on. */
  static FailureDetail detail(CallFailure call, String generationId, String requestId) {
    FailureDetail.Builder detail =
        detail(call.failure(), requestId).toBuilder().setGenerationId(generationId);
    for (AttemptRecord attempt : call.attempts()) {
      if (attempt.failure() != null) {
        detail.addEndpointsTried(tried(attempt, attempt.failure()));
      }
    }
    if (call.failure().kind() == FailureKind.NO_ENDPOINT && call.plan() != null) {
      detail.addAllFilters(PlanWriter.filters(call.plan()));
    }
    return detail.build();
  }

  /** The detail of a request that says something wrong. */
  static FailureDetail detail(List<Violation> violations, String requestId) {
    Violation first = violations.getFirst();
    Failure failure = Failure.invalid(first.field(), first.field() + ": " + first.description());
    FailureDetail.Builder detail = detail(failure, requestId).toBuilder();
    for (Violation violation : violations) {
      detail.addViolations(
          FieldViolation.newBuilder()
              .setField(violation.field())
              .setDescription(violation.description()));
    }
    return detail.build();
  }

  /** The status that ends a call. */
  static StatusRuntimeException status(FailureDetail detail) {
    Status status = status(detail, detail);
    if (status.getSerializedSize() > MOST_BYTES) {
      FailureDetail.Builder less = detail.toBuilder().clearFilters().clearSuggestions();
      less.getEndpointsTriedBuilderList().forEach(EndpointFailure.Builder::clearMessage);
      while (less.getViolationsCount() > 1 && less.build().getSerializedSize() > MOST_BYTES / 3) {
        less.removeViolations(less.getViolationsCount() - 1);
      }
      while (less.getEndpointsTriedCount() > 1
          && less.build().getSerializedSize() > MOST_BYTES / 2) {
        less.removeEndpointsTried(less.getEndpointsTriedCount() - 1);
      }
      status = status(detail, less.build());
    }
    return StatusProto.toStatusRuntimeException(status);
  }

  private static Status status(FailureDetail whole, FailureDetail fitting) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(whole.getCode() == Code.OK ? Code.INTERNAL_VALUE : whole.getCodeValue())
            .setMessage(whole.getMessage())
            .addDetails(Any.pack(errorInfo(whole)));
    if (whole.hasRetryAfter()) {
      status.addDetails(
          Any.pack(RetryInfo.newBuilder().setRetryDelay(whole.getRetryAfter()).build()));
    }
    if (!whole.getField().isEmpty()) {
      status.addDetails(Any.pack(badRequest(fitting)));
    }
    return status.addDetails(Any.pack(fitting)).build();
  }

  private static ErrorInfo errorInfo(FailureDetail detail) {
    String reason = detail.getKind().name().substring("FAILURE_KIND_".length());
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN);
    info.putMetadata("error_type", detail.getErrorType());
    if (!detail.getField().isEmpty()) {
      info.putMetadata("field", detail.getField());
    }
    return info.build();
  }

  private static BadRequest badRequest(FailureDetail detail) {
    BadRequest.Builder request =
        BadRequest.newBuilder().addAllFieldViolations(detail.getViolationsList());
    if (request.getFieldViolationsCount() == 0) {
      request.addFieldViolations(
          FieldViolation.newBuilder()
              .setField(detail.getField())
              .setDescription(detail.getMessage()));
    }
    return request.build();
  }

  private static EndpointFailure tried(AttemptRecord attempt, Failure failure) {
    EndpointFailure.Builder tried =
        EndpointFailure.newBuilder()
            .setEndpointId(attempt.candidate().endpoint().id())
            .setProvider(attempt.candidate().endpoint().provider())
            .setKind(FailureKinds.kind(failure.kind()))
            .setMessage(cut(failure.message()));
    if (failure.upstreamStatus() != null) {
      tried.setHttpStatus(failure.upstreamStatus());
    }
    return tried.build();
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
