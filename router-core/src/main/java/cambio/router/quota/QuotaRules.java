package cambio.router.quota;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that bounds a principal's use. All rules hold at once.
 *
 * @param spend bounds on money
 * @param rates bounds on pace
 */
public record QuotaRules(List<SpendRule> spend, List<RateRule> rates) {

  /** The subject of a rule that holds for each model or end user on its own. */
  public static final String EACH = "*";

  /** No bounds. */
  public static final QuotaRules NONE = new QuotaRules(List.of(), List.of());

  public QuotaRules {
    spend = List.copyOf(spend);
    rates = List.copyOf(rates);
  }

  /**
   * The bound of a key that has only a pace.
   *
   * @param perMinute requests; 0 for no bound
   */
  public static QuotaRules requestsOfKey(String keyId, long perMinute) {
    return perMinute == 0
        ? NONE
        : new QuotaRules(List.of(), List.of(RateRule.requestsOfKey(keyId, perMinute)));
  }

  /** Only what bounds the number of requests a minute. */
  public QuotaRules requests() {
    if (spend.isEmpty() && rates.isEmpty()) {
      return this;
    }
    return new QuotaRules(
        List.of(),
        rates.stream().filter(rule -> rule.measure() == Measure.REQUESTS_PER_MINUTE).toList());
  }

  /** Whether nothing is bounded. */
  public boolean isEmpty() {
    return spend.isEmpty() && rates.isEmpty();
  }

  /** These rules and others; where both bound the same, both hold. */
  public QuotaRules and(QuotaRules others) {
    if (others.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return others;
    }
    List<SpendRule> allSpend = new ArrayList<>(spend);
    allSpend.addAll(others.spend);
    List<RateRule> allRates = new ArrayList<>(rates);
    allRates.addAll(others.rates);
    return new QuotaRules(allSpend, allRates);
  }

  /** The lowest limit of a measure that is set for a scope; 0 where there is none. */
  public long rate(Scope scope, Measure measure) {
    long lowest = 0;
    for (RateRule rule : rates) {
      if (rule.scope() == scope
          && rule.measure() == measure
          && (lowest == 0 || rule.limit() < lowest)) {
        lowest = rule.limit();
      }
    }
    return lowest;
  }
}
