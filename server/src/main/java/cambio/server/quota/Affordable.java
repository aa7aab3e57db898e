package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.plan.Exclusion;
import cambio.router.plan.Exclusion.Filter;
import cambio.router.plan.RoutePlan;
import cambio.router.quota.HoldLadder;
import cambio.router.quota.HoldLevel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an amount pays for. Pure. */
final class Affordable {

  private Affordable() {}

  /** The plan without the candidates that the hold does not pay for. */
  static RoutePlan plan(RoutePlan plan, HoldLadder ladder, @Nullable HoldLevel held) {
    if (held == null) {
      return plan;
    }
    List<Candidate> kept = new ArrayList<>(plan.candidates().size());
    List<Exclusion> exclusions = new ArrayList<>(plan.exclusions());
    for (Candidate candidate : plan.candidates()) {
      if (ladder.covers(held, candidate)) {
        kept.add(candidate);
      } else {
        String detail =
            "may cost "
                + ladder.ceiling(candidate, held.outputTokens())
                + " USD; the budget affords "
                + held.amount();
        exclusions.add(new Exclusion(candidate.endpoint().id(), Filter.BUDGET, detail));
      }
    }
    return kept.size() == plan.candidates().size() ? plan : narrowed(plan, kept, exclusions);
  }

  /** The plan with these candidates only. */
  static RoutePlan narrowed(RoutePlan plan, List<Candidate> kept, List<Exclusion> exclusions) {
    return new RoutePlan(
        plan.requested(),
        plan.strategy(),
        kept,
        exclusions,
        plan.catalogVersion(),
        plan.basis(),
        plan.notes());
  }

  /**
   * How many tokens of output the cheapest candidate gives for this much, by halving.
   *
   * @param most where to look for it
   */
  static long tokens(RoutePlan plan, HoldLadder ladder, long most, Money free) {
    long low = 0;
    long high = most;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      boolean fits = false;
      for (Candidate candidate : plan.candidates()) {
        fits |= ladder.ceiling(candidate, middle).compareTo(free) <= 0;
      }
      if (fits) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
