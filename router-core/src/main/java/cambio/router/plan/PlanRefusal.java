package cambio.router.plan;

import cambio.spi.Failure;

/** Turns a plan without candidates into the failure that the caller sees. */
public final class PlanRefusal {

  private PlanRefusal() {}

  /**
   * The failure of a plan without candidates: which filters removed how many endpoints, and what to
   * relax. NO_ENDPOINT as a rule; OVERLOADED with a time to wait where only breakers and cooldowns
   * stand in the way; PAYMENT_REQUIRED where only the budget does.
   */
  public static Failure of(RoutePlan plan) {
    throw new UnsupportedOperationException("lands next");
  }
}
