package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.v1.FailureDetail;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureWriterTest {

  @ParameterizedTest
  @EnumSource
  void everyKindHasACodeAStatusAndATypeName(FailureKind kind) {
    FailureDetail detail = FailureWriter.detail(Failure.of(kind, "What happened."), "req");

    assertThat(detail.getHttpStatus()).isBetween(400, 599);
    assertThat(detail.getErrorType()).isNotEmpty();
    assertThat(FailureWriter.status(detail).getStatus().isOk()).isFalse();
    assertThat(FailureWriter.status(detail).getStatus().getCode().value())
        .isEqualTo(detail.getCodeValue());
  }

  @Test
  void violationsAreToldAsBadRequestBesideErrorInfoAndDetail() throws Exception {
    FailureDetail detail =
        FailureWriter.detail(
            List.of(new Violation("n", "0 (expected: 1 to 128)"), new Violation("stop", "many")),
            "req");

    List<Any> details = status(detail).getDetailsList();

    assertThat(details.get(0).unpack(ErrorInfo.class).getReason()).isEqualTo("INVALID_REQUEST");
    assertThat(details.get(0).unpack(ErrorInfo.class).getDomain()).isEqualTo("cambio");
    assertThat(details.get(1).unpack(BadRequest.class).getFieldViolationsList())
        .extracting(v -> v.getField())
        .containsExactly("n", "stop");
    assertThat(details.get(2).unpack(FailureDetail.class).getField()).isEqualTo("n");
  }

  @Test
  void timeToWaitIsToldAsRetryInfo() throws Exception {
    FailureDetail detail =
        FailureWriter.detail(
            Failure.of(FailureKind.QUOTA_EXCEEDED, "Slow down.")
                .withRetryAfter(Duration.ofMillis(1500)),
            "req");

    RetryInfo retry = status(detail).getDetails(1).unpack(RetryInfo.class);

    assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
    assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
  }

  @Test
  void statusStaysSmallEnoughForTrailers() {
    List<Violation> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(new Violation("messages[" + i + "].content", "x".repeat(300)));
    }

    assertThat(status(FailureWriter.detail(many, "req")).getSerializedSize()).isLessThan(5000);
  }

  private static Status status(FailureDetail detail) {
    StatusRuntimeException thrown = FailureWriter.status(detail);
    Status status = StatusProto.fromThrowable(thrown);
    if (status == null) {
      throw new AssertionError("no status");
    }
    return status;
  }
}
