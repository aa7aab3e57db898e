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
 * @param cache how it stands to the cache of whole answers; null where the call does not use it
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
    @Nullable BudgetState budget,
    @Nullable CacheMark cache) {

  /** A head of a call that does not use the cache. */
  public AnswerHead(
      String generationId,
      String model,
      String provider,
      String endpoint,
      long createdAtEpochSecond,
      int attempt,
      RoutePlan plan,
      @Nullable RateLimitState limit,
      @Nullable BudgetState budget) {
    this(
        generationId,
        model,
        provider,
        endpoint,
        createdAtEpochSecond,
        attempt,
        plan,
        limit,
        budget,
        null);
  }

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

  /** The same with a mark. */
  public AnswerHead marked(CacheMark mark) {
    return new AnswerHead(
        generationId,
        model,
        provider,
        endpoint,
        createdAtEpochSecond,
        attempt,
        plan,
        limit,
        budget,
        mark);
  }
}
