package cambio.server.execution;

import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.server.ledger.Failpoint;
import cambio.server.ledger.Failpoints;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Begins no call whose record nothing durable would take: what it costs could be lost. Stands
 * before every other rule, so that nothing is held for such a call.
 */
final class DurableAdmission implements Admission {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Admission rules;
  private final GenerationLog generations;
  private final Failpoints failpoints;

  DurableAdmission(Admission rules, GenerationLog generations, Failpoints failpoints) {
    this.rules = rules;
    this.generations = generations;
    this.failpoints = failpoints;
  }

  @Override
  public CompletionStage<Decision> reserve(
      GenerationCall call, RequestTraits traits, RoutePlan plan) {
    if (!generations.accepting()) {
      return CompletableFuture.completedFuture(
          new Refused(
              Failure.of(
                      FailureKind.UNAVAILABLE,
                      "The router cannot record what a call costs now, so it begins none."
                          + " Try again in a moment.")
                  .withRetryAfter(RETRY_AFTER),
              null,
              null));
    }
    failpoints.at(Failpoint.BEFORE_RESERVE);
    CompletionStage<Decision> decision = rules.reserve(call, traits, plan);
    CompletableFuture<Decision> made = decision.toCompletableFuture();
    if (made.isDone()) {
      failpoints.at(Failpoint.RESERVED);
      return made;
    }
    return made.whenComplete((answer, failure) -> failpoints.at(Failpoint.RESERVED));
  }
}
