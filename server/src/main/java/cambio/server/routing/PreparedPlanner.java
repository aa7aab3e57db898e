package cambio.server.routing;

import cambio.router.plan.RoutePlan;
import cambio.server.execution.CallPlanner;
import cambio.server.execution.GenerationCall;

/** Prepares calls for a planner, as they would be prepared to be served. */
public final class PreparedPlanner implements CallPlanner {

  private final CallPlanner next;
  private final CallPreparer preparer;

  /** A planner in front of another. */
  public PreparedPlanner(CallPlanner next, CallPreparer preparer) {
    this.next = next;
    this.preparer = preparer;
  }

  @Override
  public RoutePlan plan(GenerationCall call) {
    return next.plan(call.embedding() == null ? preparer.prepare(call) : call);
  }
}
