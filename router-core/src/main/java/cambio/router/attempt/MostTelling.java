package cambio.router.attempt;

import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, from all that went wrong, what the caller is told: what it can mend itself before what
 * somebody else must, and what says more before what says less.
 */
final class MostTelling {

  private MostTelling() {}

  /**
   * The failure for the caller. The shortest time to wait that any provider named goes with it
   * where the same request may succeed later.
   */
  static Failure of(List<AttemptRecord> history) {
    Failure telling = null;
    for (AttemptRecord attempt : history) {
      Failure failure = attempt.failure();
      if (failure != null && (telling == null || rank(failure.kind()) < rank(telling.kind()))) {
        telling = failure;
      }
    }
    if (telling == null) {
      throw new IllegalArgumentException("history: no failure (expected: at least one)");
    }
    Duration wait = shortestWait(history);
    return wait != null && FailureTable.of(telling.kind()).retryable()
        ? telling.withRetryAfter(wait)
        : telling;
  }

  private static @Nullable Duration shortestWait(List<AttemptRecord> history) {
    Duration shortest = null;
    for (AttemptRecord attempt : history) {
      Duration wait = attempt.failure() == null ? null : attempt.failure().retryAfter();
      if (wait != null && (shortest == null || wait.compareTo(shortest) < 0)) {
        shortest = wait;
      }
    }
    return shortest;
  }

  private static int rank(FailureKind kind) {
    return switch (kind) {
      case CANCELLED -> 0;
      case INVALID_REQUEST,
          PAYLOAD_TOO_LARGE,
          AUTHENTICATION,
          PERMISSION_DENIED,
          NOT_FOUND,
          ALREADY_EXISTS,
          CONFLICT,
          UNPROCESSABLE,
          FAILED_PRECONDITION,
          NO_ENDPOINT ->
          1;
      case CONTEXT_LENGTH_EXCEEDED -> 2;
      case CONTENT_FILTERED -> 3;
      case PAYMENT_REQUIRED, QUOTA_EXCEEDED -> 4;
      case RATE_LIMITED -> 5;
      case OVERLOADED -> 6;
      case PROVIDER_ERROR -> 7;
      case TIMEOUT -> 8;
      case PROTOCOL_ERROR -> 9;
      case TRANSPORT -> 10;
      case PROVIDER_CREDENTIALS -> 11;
      case UNAVAILABLE -> 12;
      case INTERNAL -> 13;
    };
  }
}
