package cambio.spi;

/**
 * Why a request or an attempt failed. Blame, next step, health verdict, gRPC code, HTTP status and
 * the dialects' names all follow from the kind, by one table in the router core.
 */
public enum FailureKind {
  /** The request is malformed or asks for what cannot be; another endpoint would refuse it too. */
  INVALID_REQUEST,
  /** The request's body is over the size that the router takes. */
  PAYLOAD_TOO_LARGE,
  /**
   * The prompt (with the asked-for output) is longer than this endpoint takes; a larger one may.
   */
  CONTEXT_LENGTH_EXCEEDED,
  /** The provider's or our own policy refused the content. */
  CONTENT_FILTERED,
  /** The caller's key is missing, unknown, expired or disabled. */
  AUTHENTICATION,
  /** The caller's key may not do this. */
  PERMISSION_DENIED,
  /** The caller named a model, generation or other thing that does not exist for it. */
  NOT_FOUND,
  /** The caller would create what is there already. */
  ALREADY_EXISTS,
  /** What was asked for is under way; the same request may succeed when that is over. */
  CONFLICT,
  /** The request contradicts another that was made under the same idempotency key. */
  UNPROCESSABLE,
  /** The thing is not in a state in which it can be changed so. */
  FAILED_PRECONDITION,
  /** The caller's rate limit is used up. */
  QUOTA_EXCEEDED,
  /** The caller's budget or credit is used up. */
  PAYMENT_REQUIRED,
  /** No endpoint was left after the caller's and the operator's rules. */
  NO_ENDPOINT,
  /** The caller went away. */
  CANCELLED,
  /** The provider limits our pace (429). */
  RATE_LIMITED,
  /** The provider says that it is overloaded (503, 529). */
  OVERLOADED,
  /** The provider failed in some other way (other 5xx, 404 of a model it should have, 408, 409). */
  PROVIDER_ERROR,
  /** The provider refuses our credential (401, 402, 403). The operator's business. */
  PROVIDER_CREDENTIALS,
  /** Nothing came in time: connect, first event, idle or the whole deadline. */
  TIMEOUT,
  /** The connection could not be made or broke. */
  TRANSPORT,
  /** What came is no legal response: garbage, truncation, a frame over the limit. */
  PROTOCOL_ERROR,
  /** A store or another part of our own infrastructure is unavailable. Never the caller's fault. */
  UNAVAILABLE,
  /** A fault of the router itself. */
  INTERNAL
}
