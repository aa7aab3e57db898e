package cambio.server.surface.openrouter;

import cambio.router.attempt.FailureTable;
import cambio.router.plan.Exclusion;
import cambio.router.plan.RoutePlan;
import cambio.server.execution.CallFailure;
import cambio.server.surface.RateLimitHeaders;
import cambio.spi.Failure;
import cambio.wire.JsonWriter;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code error.availability}: why no endpoint served a request and what may help. Absent
 * where the failure is about something else.
 */
final class AvailabilityReport {

  private AvailabilityReport() {}

  static void write(JsonWriter json, CallFailure call) {
    Failure failure = call.failure();
    String code = code(call);
    if (code == null) {
      return;
    }
    json.name("availability").object();
    json.member("code", code).member("retryable", FailureTable.of(failure.kind()).retryable());
    if (failure.retryAfter() != null) {
      json.member("retry_after", RateLimitHeaders.seconds(failure.retryAfter()));
    }
    RoutePlan plan = call.plan();
    if (plan != null) {
      json.name("requested_models").array();
      plan.requested().forEach(json::value);
      json.end().name("excluded_by").array();
      reasons(plan).forEach(json::value);
      json.end();
    }
    json.end();
  }

  private static @Nullable String code(CallFailure call) {
    return switch (call.failure().kind()) {
      case NOT_FOUND -> "model_not_found";
      case NO_ENDPOINT -> filtered(call.plan()) ? "constraint_filtered" : "no_endpoints";
      case RATE_LIMITED -> "capacity_exhausted";
      case OVERLOADED, UNAVAILABLE -> "temporarily_unavailable";
      case INVALID_REQUEST,
          PAYLOAD_TOO_LARGE,
          CONTEXT_LENGTH_EXCEEDED,
          CONTENT_FILTERED,
          AUTHENTICATION,
          PERMISSION_DENIED,
          ALREADY_EXISTS,
          CONFLICT,
          UNPROCESSABLE,
          FAILED_PRECONDITION,
          QUOTA_EXCEEDED,
          PAYMENT_REQUIRED,
          CANCELLED,
          PROVIDER_ERROR,
          PROVIDER_CREDENTIALS,
          TIMEOUT,
          TRANSPORT,
          PROTOCOL_ERROR,
          INTERNAL ->
          null;
    };
  }

  private static boolean filtered(@Nullable RoutePlan plan) {
    return plan != null && !reasons(plan).isEmpty();
  }

  /** The filters that a caller can relax, by OpenRouter's names. */
  private static Set<String> reasons(RoutePlan plan) {
    Set<String> reasons = new TreeSet<>();
    for (Exclusion exclusion : plan.exclusions()) {
      String reason = reason(exclusion.filter());
      if (reason != null) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  private static @Nullable String reason(Exclusion.Filter filter) {
    return switch (filter) {
      case ONLY, IGNORE, ORDER_WITHOUT_FALLBACKS, NOT_ALLOWED -> "allowed_providers";
      case DATA_POLICY -> "data_policy:training";
      case ZDR -> "data_policy:zdr";
      case QUANTIZATION -> "quantization";
      case CONTEXT_LENGTH, MAX_OUTPUT -> "context_length";
      case MODALITY, TOOLS, PARAMETERS -> "require_parameters";
      case MAX_PRICE -> "max_price";
      default -> null;
    };
  }
}
