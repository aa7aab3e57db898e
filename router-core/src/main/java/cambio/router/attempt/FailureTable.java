package cambio.router.attempt;

import static cambio.router.attempt.Blame.CALLER;
import static cambio.router.attempt.Blame.NETWORK;
import static cambio.router.attempt.Blame.OPERATOR;
import static cambio.router.attempt.Blame.PROVIDER;
import static cambio.router.attempt.Blame.ROUTER;
import static cambio.router.attempt.Recourse.LARGER_CONTEXT;
import static cambio.router.attempt.Recourse.NONE;
import static cambio.router.attempt.Recourse.OTHER_CREDENTIAL;
import static cambio.router.attempt.Recourse.OTHER_ENDPOINT;
import static cambio.router.attempt.Recourse.OTHER_MODEL;
import static cambio.router.attempt.Verdict.DROPPED;
import static cambio.router.attempt.Verdict.IGNORE;

import cambio.spi.FailureKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * The one table from which blame, next step, verdict and every door's names follow. Statuses and
 * {@code error_type} are OpenRouter's where they fit.
 *
 * <p>A provider's refusal of our credential is a 502: it is never the caller's 401. A rate limit of
 * the provider's is a 429 for the caller too, because its client knows how to wait for that one.
 */
public final class FailureTable {

  private static final String INVALID = "invalid_request_error";
  private static final String API = "api_error";
  private static final String SERVER = "server_error";

  private static final Map<FailureKind, FailureTraits> ROWS = rows();

  private FailureTable() {}

  /** The row of a kind. */
  public static FailureTraits of(FailureKind kind) {
    FailureTraits row = ROWS.get(kind);
    if (row == null) {
      throw new IllegalStateException("no row for " + kind);
    }
    return row;
  }

  private static Map<FailureKind, FailureTraits> rows() {
    Map<FailureKind, FailureTraits> rows = new EnumMap<>(FailureKind.class);
    for (FailureKind kind : FailureKind.values()) {
      rows.put(kind, row(kind));
    }
    return rows;
  }

  // One line a kind: blame, recourse, verdict, gRPC, HTTP, error_type, OpenAI type and code,
  // Anthropic type, retryable. A table is longer than a method should be, and clearer than one.
  private static FailureTraits row(FailureKind kind) {
    return switch (kind) {
      case INVALID_REQUEST ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.INVALID_ARGUMENT,
              400,
              "invalid_request",
              INVALID,
              "invalid_request",
              INVALID,
              false);
      case PAYLOAD_TOO_LARGE ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.INVALID_ARGUMENT,
              413,
              "payload_too_large",
              INVALID,
              "payload_too_large",
              "request_too_large",
              false);
      case CONTEXT_LENGTH_EXCEEDED ->
          new FailureTraits(
              CALLER,
              LARGER_CONTEXT,
              IGNORE,
              GrpcCode.INVALID_ARGUMENT,
              400,
              "context_length_exceeded",
              INVALID,
              "context_length_exceeded",
              INVALID,
              false);
      case CONTENT_FILTERED ->
          new FailureTraits(
              CALLER,
              OTHER_MODEL,
              IGNORE,
              GrpcCode.FAILED_PRECONDITION,
              403,
              "content_policy_violation",
              INVALID,
              "content_policy_violation",
              INVALID,
              false);
      case AUTHENTICATION ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.UNAUTHENTICATED,
              401,
              "authentication",
              INVALID,
              "invalid_api_key",
              "authentication_error",
              false);
      case PERMISSION_DENIED ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.PERMISSION_DENIED,
              403,
              "permission_denied",
              INVALID,
              "permission_denied",
              "permission_error",
              false);
      case NOT_FOUND ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.NOT_FOUND,
              404,
              "not_found",
              INVALID,
              "model_not_found",
              "not_found_error",
              false);
      case ALREADY_EXISTS ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.ALREADY_EXISTS,
              409,
              "invalid_request",
              INVALID,
              "already_exists",
              INVALID,
              false);
      case CONFLICT ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.ABORTED,
              409,
              "invalid_request",
              INVALID,
              "conflict",
              INVALID,
              true);
      case UNPROCESSABLE ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.INVALID_ARGUMENT,
              422,
              "unprocessable",
              INVALID,
              "unprocessable",
              INVALID,
              false);
      case FAILED_PRECONDITION ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.FAILED_PRECONDITION,
              412,
              "precondition_failed",
              INVALID,
              "precondition_failed",
              INVALID,
              false);
      case QUOTA_EXCEEDED ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.RESOURCE_EXHAUSTED,
              429,
              "rate_limit_exceeded",
              "rate_limit_error",
              "rate_limit_exceeded",
              "rate_limit_error",
              true);
      case PAYMENT_REQUIRED ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.RESOURCE_EXHAUSTED,
              402,
              "payment_required",
              "insufficient_quota",
              "insufficient_quota",
              "billing_error",
              false);
      case NO_ENDPOINT ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.FAILED_PRECONDITION,
              404,
              "not_found",
              INVALID,
              "no_endpoint",
              "not_found_error",
              false);
      case CANCELLED ->
          new FailureTraits(
              CALLER,
              NONE,
              IGNORE,
              GrpcCode.CANCELLED,
              499,
              "unmapped",
              SERVER,
              "cancelled",
              API,
              false);
      case RATE_LIMITED ->
          new FailureTraits(
              PROVIDER,
              OTHER_CREDENTIAL,
              DROPPED,
              GrpcCode.UNAVAILABLE,
              429,
              "rate_limit_exceeded",
              "rate_limit_error",
              "rate_limit_exceeded",
              "rate_limit_error",
              true);
      case OVERLOADED ->
          new FailureTraits(
              PROVIDER,
              OTHER_ENDPOINT,
              DROPPED,
              GrpcCode.UNAVAILABLE,
              503,
              "provider_overloaded",
              SERVER,
              "provider_overloaded",
              "overloaded_error",
              true);
      case PROVIDER_ERROR ->
          new FailureTraits(
              PROVIDER,
              OTHER_ENDPOINT,
              DROPPED,
              GrpcCode.UNAVAILABLE,
              502,
              "provider_unavailable",
              SERVER,
              "provider_error",
              API,
              true);
      case PROVIDER_CREDENTIALS ->
          new FailureTraits(
              OPERATOR,
              OTHER_CREDENTIAL,
              IGNORE,
              GrpcCode.INTERNAL,
              502,
              "provider_unavailable",
              SERVER,
              "provider_credentials",
              API,
              false);
      case TIMEOUT ->
          new FailureTraits(
              NETWORK,
              OTHER_ENDPOINT,
              DROPPED,
              GrpcCode.DEADLINE_EXCEEDED,
              504,
              "timeout",
              SERVER,
              "timeout",
              "timeout_error",
              true);
      case TRANSPORT ->
          new FailureTraits(
              NETWORK,
              OTHER_ENDPOINT,
              DROPPED,
              GrpcCode.UNAVAILABLE,
              502,
              "provider_unavailable",
              SERVER,
              "provider_unreachable",
              API,
              true);
      case PROTOCOL_ERROR ->
          new FailureTraits(
              PROVIDER,
              OTHER_ENDPOINT,
              DROPPED,
              GrpcCode.INTERNAL,
              502,
              "provider_unavailable",
              SERVER,
              "provider_protocol_error",
              API,
              true);
      case UNAVAILABLE ->
          new FailureTraits(
              ROUTER,
              NONE,
              IGNORE,
              GrpcCode.UNAVAILABLE,
              503,
              "server",
              SERVER,
              "unavailable",
              API,
              true);
      case INTERNAL ->
          new FailureTraits(
              ROUTER,
              NONE,
              IGNORE,
              GrpcCode.INTERNAL,
              500,
              "server",
              SERVER,
              "internal_error",
              API,
              false);
    };
  }
}
