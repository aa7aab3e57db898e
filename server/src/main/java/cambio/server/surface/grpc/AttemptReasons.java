package cambio.server.surface.grpc;

import cambio.v1.AttemptReason;
import org.jspecify.annotations.Nullable;

/** Reasons of attempts in the contract's words. */
final class AttemptReasons {

  private AttemptReasons() {}

  /** Null where a record is older than its reason. */
  static AttemptReason of(cambio.router.attempt.@Nullable AttemptReason reason) {
    if (reason == null) {
      return AttemptReason.ATTEMPT_REASON_UNSPECIFIED;
    }
    return switch (reason) {
      case FIRST -> AttemptReason.ATTEMPT_REASON_FIRST;
      case RETRY -> AttemptReason.ATTEMPT_REASON_RETRY;
      case FALLBACK -> AttemptReason.ATTEMPT_REASON_FALLBACK;
      case HEDGE -> AttemptReason.ATTEMPT_REASON_HEDGE;
      case RESUME -> AttemptReason.ATTEMPT_REASON_RESUME;
    };
  }
}
