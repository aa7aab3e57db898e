package cambio.server.quota;

import cambio.router.quota.Gcra;
import cambio.router.quota.Measure;
import cambio.router.quota.RateRule;

/**
 * One rate as one call meets it.
 *
 * @param rule the rule that it comes from
 * @param counter the name of its counter within its root
 * @param limit the rule's limit, or this router's share of it
 * @param units what the call takes of it
 */
public record RateLine(RateRule rule, String counter, long limit, long units) {

  /** The pace of a limit a minute. */
  Gcra.Pace pace() {
    return rule.measure() == Measure.TOKENS_PER_MINUTE
        ? Gcra.Pace.ofTokens(limit)
        : Gcra.Pace.ofRequests(limit);
  }

  /** This line at another limit. */
  RateLine at(long other) {
    return new RateLine(rule, counter, other, units);
  }
}
