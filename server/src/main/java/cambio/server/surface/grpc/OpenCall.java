package cambio.server.surface.grpc;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.BudgetState;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.idempotency.KeyedCall;
import cambio.v1.FailureDetail;
import org.jspecify.annotations.Nullable;

/**
 * A call that was read and is ready for the engine.
 *
 * @param scope what is known of it besides its message
 * @param spec what its message says
 * @param call what the engine is told
 * @param keyed how it is known again; null where it has no idempotency key
 * @param limited whether its caller set a limit of time for all of it
 * @param reports writes what happens to it
 */
record OpenCall(
    CallScope scope,
    ReadSpec spec,
    GenerationCall call,
    @Nullable KeyedCall keyed,
    boolean limited,
    ReportWriter reports) {

  /** The public id of the answer to come. */
  String generationId() {
    return call.context().generationId();
  }

  /**
   * Puts what is left of a budget that comes to its end where the call's trailers are taken from.
   */
  void committed(AnswerHead head) {
    BudgetState budget = head.budget();
    if (budget != null && budget.low()) {
      scope.trailers().put(CallScope.BUDGET_LIMIT, budget.limit().toString());
      scope.trailers().put(CallScope.BUDGET_REMAINING, budget.remaining().toString());
    }
  }

  /** Puts what the answer cost where the call's trailers are taken from. */
  void settled(AnswerSummary summary) {
    if (summary.cost() != null) {
      scope.trailers().put(CallScope.COST_USD, summary.cost().total().toString());
    }
    if (summary.costWithheld()) {
      scope.trailers().put(CallScope.COST_STATUS, "unrecorded");
    }
  }

  /** A failure of this call, as it is told. */
  FailureDetail detail(CallFailure failure) {
    return FailureWriter.detail(failure, generationId(), scope.requestId());
  }
}
