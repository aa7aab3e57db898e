package cambio.router.quota;

import cambio.router.money.Money;

/** A bound on money. */
public sealed interface SpendRule permits BudgetRule, CreditRule {

  /** Whose spending is counted. */
  Scope scope();

  /** The id of whom it counts, or {@link QuotaRules#EACH}. */
  String subject();

  /** How much may be spent in a window; never negative. */
  Money limit();

  /** When the count begins anew. */
  ResetInterval reset();

  /** What becomes of it while the store does not answer. */
  OnStoreFailure onStoreFailure();
}
