package cambio.router.quota;

import cambio.router.money.Money;

/**
 * At most so much in each window.
 *
 * @param scope whose spending is counted
 * @param subject the id of whom it counts, or {@link QuotaRules#EACH}: one budget of its own for
 *     each model or end user
 * @param limit at least 0; 0 allows only what is free
 */
public record BudgetRule(
    Scope scope, String subject, Money limit, ResetInterval reset, OnStoreFailure onStoreFailure)
    implements SpendRule {

  public BudgetRule {
    if (limit.nanos() < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0)");
    }
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("subject is empty (expected: an id or *)");
    }
  }

  /** The same for this subject, as a rule that holds for each means it. */
  public BudgetRule forSubject(String one) {
    return new BudgetRule(scope, one, limit, reset, onStoreFailure);
  }

  /** A budget that refuses while it cannot be counted. */
  public static BudgetRule of(Scope scope, String subject, Money limit, ResetInterval reset) {
    return new BudgetRule(scope, subject, limit, reset, OnStoreFailure.FAIL_CLOSED);
  }
}
