package cambio.server.execution;

import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Checks limits and budgets in one step before anything is sent. */
public interface Admission {

  /**
   * Asks for admission. Never blocks. The stage completes with a decision; where a store is
   * unavailable the decision follows the rule's policy and is never the caller's fault.
   */
  CompletionStage<Decision> reserve(GenerationCall call, RequestTraits traits, RoutePlan plan);

  /**
   * Asks for admission of a call whose answer is there already: it counts as a request, and holds
   * neither money nor tokens. As {@link #reserve} otherwise.
   */
  default CompletionStage<Decision> pass(GenerationCall call, RoutePlan plan) {
    return CompletableFuture.completedFuture(new Admitted(Reservation.none(), plan, null, null));
  }

  /** The answer. */
  sealed interface Decision {}

  /**
   * Go on.
   *
   * @param plan the plan, without the candidates that are not affordable
   * @param limit the state of the tightest rate limit, for headers; null where there is none
   * @param budget the state of the tightest budget, for headers; null where there is none
   */
  record Admitted(
      Reservation reservation,
      RoutePlan plan,
      @Nullable RateLimitState limit,
      @Nullable BudgetState budget)
      implements Decision {}

  /**
   * Stop here.
   *
   * @param limitSource which limit it was, in a word: {@code key_budget}; null where it was none
   */
  record Refused(Failure failure, @Nullable RateLimitState limit, @Nullable String limitSource)
      implements Decision {}

  /** What came of asking for more. */
  enum Topped {
    /** It is held. */
    GRANTED,
    /** A budget does not allow it. */
    REFUSED
  }

  /**
   * What is held until the call ends. Exactly one of {@link #settle} and {@link #release} takes
   * effect, once.
   */
  interface Reservation {

    /** Tokens of output that cannot be bounded. */
    long UNBOUNDED = Long.MAX_VALUE;

    /**
     * How many tokens of output each choice may have, because the hold cannot grow while the answer
     * comes; the provider is told. {@link #UNBOUNDED} where nothing needs to be said.
     */
    long outputTokensMax();

    /**
     * How many tokens of output, of all choices together, are held now; {@link #UNBOUNDED} where
     * the hold needs not grow with the answer.
     */
    long outputTokensHeld();

    /**
     * Holds more. Never blocks; one at a time.
     *
     * @param outputTokensUsed what the answer may have used so far
     */
    CompletionStage<Topped> extend(long outputTokensUsed);

    /** The call ended and is charged. Never blocks. */
    void settle(Charge charge);

    /** Nothing was generated. Never blocks. */
    void release();

    /** A reservation of nothing. */
    static Reservation none() {
      return new Reservation() {
        @Override
        public long outputTokensMax() {
          return UNBOUNDED;
        }

        @Override
        public long outputTokensHeld() {
          return UNBOUNDED;
        }

        @Override
        public CompletionStage<Topped> extend(long outputTokensUsed) {
          return CompletableFuture.completedFuture(Topped.GRANTED);
        }

        @Override
        public void settle(Charge charge) {}

        @Override
        public void release() {}
      };
    }
  }
}
