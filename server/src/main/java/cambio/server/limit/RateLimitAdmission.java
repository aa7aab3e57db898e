package cambio.server.limit;

import cambio.router.plan.Principal;
import cambio.router.plan.RoutePlan;
import cambio.router.quota.Measure;
import cambio.router.quota.Scope;
import cambio.server.execution.Admission;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.RateLimitState;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Admits calls by the requests-a-minute limit of their key. */
public final class RateLimitAdmission implements Admission {

  private static final CompletionStage<Decision> UNLIMITED =
      CompletableFuture.completedFuture(new Admitted(Reservation.none(), null));

  private final RateLimiter limiter;

  /** Admission by this limiter. */
  public RateLimitAdmission(RateLimiter limiter) {
    this.limiter = limiter;
  }

  @Override
  public CompletionStage<Decision> reserve(GenerationCall call, RoutePlan plan) {
    Principal principal = call.context().principal();
    int perMinute =
        (int) principal.entitlements().quota().rate(Scope.KEY, Measure.REQUESTS_PER_MINUTE);
    if (perMinute == 0) {
      return UNLIMITED;
    }
    String root = principal.organization() + "/" + principal.workspace();
    return limiter
        .take(root, principal.keyId(), RateLimit.perMinute(perMinute))
        .thenApply(RateLimitAdmission::decision);
  }

  private static Decision decision(RateDecision decision) {
    RateLimitState state =
        new RateLimitState(
            decision.limit().perMinute(), decision.remaining(), decision.resetAfter());
    if (decision.admitted()) {
      return new Admitted(Reservation.none(), state);
    }
    String seconds = Long.toString(Math.max(1, decision.retryAfter().plusMillis(999).toSeconds()));
    return new Refused(
        Failure.of(
                FailureKind.QUOTA_EXCEEDED,
                "This key's limit of "
                    + decision.limit().perMinute()
                    + " requests a minute is used up. Try again in "
                    + seconds
                    + " s.")
            .withRetryAfter(decision.retryAfter()),
        state);
  }
}
