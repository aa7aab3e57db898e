package cambio.server.execution;

import cambio.router.plan.RoutePlan;
import org.jspecify.annotations.Nullable;

/**
 * What is known when an answer commits.
 *
 * @param generationId the answer's public id
 * @param model the slug of the model that answers (not the provider's own name for it)
 * @param provider the id of the provider that answers
 * @param endpoint the endpoint's id
 * @param createdAtEpochSecond when the call came in
 * @param attempt which attempt it is, from 1
 * @param plan the plan that it came from
 * @param limit the state of the tightest rate limit; null where there is none
 * @param budget the state of the tightest budget; null where there is none
 */
public record AnswerHead(
    String generationId,
    String model,
    String provider,
    String endpoint,
    long createdAtEpochSecond,
    int attempt,
    RoutePlan plan,
    @Nullable RateLimitState limit,
    @Nullable BudgetState budget) {

  /** A head without a budget. */
  public AnswerHead(
      String generationId,
      String model,
      String provider,
      String endpoint,
      long createdAtEpochSecond,
      int attempt,
      RoutePlan plan,
      @Nullable RateLimitState limit) {
    this(generationId, model, provider, endpoint, createdAtEpochSecond, attempt, plan, limit, null);
  }
}
