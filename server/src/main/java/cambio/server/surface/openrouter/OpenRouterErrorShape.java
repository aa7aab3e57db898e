package cambio.server.surface.openrouter;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.server.execution.CallFailure;
import cambio.server.surface.ErrorReport;
import cambio.server.surface.ErrorShape;
import cambio.server.surface.chat.RoutingMetadata;
import cambio.spi.Failure;
import cambio.wire.JsonWriter;
import java.util.List;

/** {@code {"error":{"code":502,"message":…,"metadata":{"error_type":…}}}}. */
public final class OpenRouterErrorShape implements ErrorShape {

  @Override
  public byte[] body(ErrorReport report, boolean metadata) {
    JsonWriter json = new JsonWriter().object();
    error(json, report);
    CallFailure call = report.call();
    if (metadata && call != null) {
      json.rawMember(RoutingMetadata.MEMBER, RoutingMetadata.ofFailure(call));
    }
    return json.end().toBytes();
  }

  /** Writes the member {@code error}, which mid-stream errors have too. */
  static void error(JsonWriter json, ErrorReport report) {
    json.name("error").object();
    json.member("code", report.status()).member("message", report.message());
    CallFailure call = report.call();
    json.name("metadata").object().member("error_type", report.errorType());
    json.member("param", report.field());
    if (call != null) {
      json.member("limit_source", call.limitSource());
      attempts(json, call);
    }
    json.end();
    if (call != null) {
      AvailabilityReport.write(json, call);
    }
    json.end();
  }

  /** Who was tried: the last one by name, those before it as {@code previous_errors}. */
  private static void attempts(JsonWriter json, CallFailure call) {
    json.member("provider_code", call.failure().upstreamCode());
    List<AttemptRecord> attempts = call.attempts();
    if (attempts.isEmpty()) {
      return;
    }
    json.member("provider_name", attempts.getLast().candidate().endpoint().provider());
    if (attempts.size() == 1) {
      return;
    }
    json.name("previous_errors").array();
    for (AttemptRecord attempt : attempts.subList(0, attempts.size() - 1)) {
      json.object().member("provider", attempt.candidate().endpoint().provider());
      Failure failure = attempt.failure();
      if (failure != null) {
        int status = FailureTable.of(failure.kind()).httpStatus();
        json.member("code", status).member("message", failure.message());
        json.member("status", failure.upstreamStatus());
      }
      json.end();
    }
    json.end();
  }
}
