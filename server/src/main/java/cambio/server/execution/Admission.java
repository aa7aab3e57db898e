package cambio.server.execution;

import cambio.router.money.Cost;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Checks limits, and later budgets, in one step before anything is sent. */
public interface Admission {

  /**
   * Asks for admission. Never blocks. The stage completes with a decision; where a store is
   * unavailable the decision follows the rule's policy and is never the caller's fault.
   */
  CompletionStage<Decision> reserve(GenerationCall call, RoutePlan plan);

  /** The answer. */
  sealed interface Decision {}

  /**
   * Go on.
   *
   * @param limit the state of the tightest rate limit, for headers; null where there is none
   */
  record Admitted(Reservation reservation, @Nullable RateLimitState limit) implements Decision {}

  /** Stop here. */
  record Refused(Failure failure, @Nullable RateLimitState limit) implements Decision {}

  /** What is held until the call ends. Exactly one of the methods takes effect, once. */
  interface Reservation {

    /** The call cost this much; null where the price is unknown. Never blocks. */
    void settle(@Nullable Cost cost);

    /** Nothing was generated. Never blocks. */
    void release();

    /** A reservation of nothing. */
    static Reservation none() {
      return new Reservation() {
        @Override
        public void settle(@Nullable Cost cost) {}

        @Override
        public void release() {}
      };
    }
  }
}
