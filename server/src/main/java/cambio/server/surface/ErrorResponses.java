package cambio.server.surface;

import cambio.server.execution.CallFailure;
import cambio.spi.Failure;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The error responses of one door. */
public final class ErrorResponses {

  private final ErrorShape shape;
  private final InstantSource clock;

  /** Responses of this shape. */
  public ErrorResponses(ErrorShape shape, InstantSource clock) {
    this.shape = shape;
    this.clock = clock;
  }

  /** The response to a failure before a call was made of it. */
  public HttpResponse of(Failure failure, CallerHeaders caller) {
    return response(ErrorReport.of(failure, caller.requestId()), caller, null);
  }

  /** The response to a failed call. */
  public HttpResponse of(CallFailure failure, CallerHeaders caller, String generationId) {
    return response(ErrorReport.of(failure, caller.requestId()), caller, generationId);
  }

  /** The response to what HTTP itself finds wrong. */
  public HttpResponse ofHttp(HttpStatus status, String message, CallerHeaders caller) {
    return response(ErrorReport.ofHttp(status.code(), message), caller, null);
  }

  private HttpResponse response(
      ErrorReport report, CallerHeaders caller, @Nullable String generationId) {
    return HttpResponse.of(headers(report, caller, generationId), body(report, caller.metadata()));
  }

  /** The headers of an error response. */
  public ResponseHeaders headers(
      ErrorReport report, CallerHeaders caller, @Nullable String generationId) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.valueOf(report.status()))
            .contentType(MediaType.JSON_UTF_8)
            .set("x-request-id", caller.requestId());
    if (generationId != null) {
      headers.set("x-generation-id", generationId);
    }
    RateLimitHeaders.retryAfter(headers, report.retryAfter());
    if (report.status() == 429 && report.call() != null) {
      RateLimitHeaders.refusal(headers, report.call().limit(), clock);
    }
    return headers.build();
  }

  /** The body of an error response. */
  public HttpData body(ErrorReport report, boolean metadata) {
    return HttpData.wrap(shape.body(report, metadata));
  }
}
