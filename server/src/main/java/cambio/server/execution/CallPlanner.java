package cambio.server.execution;

import cambio.router.plan.RoutePlan;

/** Plans calls without serving them. Never blocks; safe from any thread. */
@FunctionalInterface
public interface CallPlanner {

  /**
   * Who would serve a call now, and why the others would not. Costs and reserves nothing.
   *
   * @return a plan; without candidates where nothing is left
   * @throws cambio.spi.FailureException as {@link cambio.router.plan.RoutePlanner#plan} does
   */
  RoutePlan plan(GenerationCall call);
}
