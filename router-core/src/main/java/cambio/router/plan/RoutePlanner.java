package cambio.router.plan;

/**
 * Decides who may serve a request, and in which order. A pure function of its arguments: no clock,
 * no network, no lock. Safe to use from any thread.
 */
public final class RoutePlanner {

  private final RoutingPolicy policy;

  /** A planner under an operator's policy. */
  public RoutePlanner(RoutingPolicy policy) {
    this.policy = policy;
  }

  /**
   * Plans one request.
   *
   * @return a plan; without candidates where nothing is left (see {@link PlanRefusal})
   * @throws cambio.spi.FailureException NOT_FOUND for an unknown model, INVALID_REQUEST for
   *     preferences that are wrong in themselves; the field is named as in the {@code provider}
   *     object, and the models as {@code model} and {@code models[0]} for the first fallback
   */
  public RoutePlan plan(
      RouteRequest request, RequestTraits traits, Principal principal, PlanContext context) {
    throw new UnsupportedOperationException("lands next: " + policy);
  }
}
