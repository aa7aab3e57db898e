package cambio.router.quota;

import cambio.router.money.Money;

/**
 * Prepaid credit: an organisation spends at most what it was ever granted.
 *
 * @param organization whose credit it is
 * @param granted the sum of all grants, at least 0
 */
public record CreditRule(String organization, Money granted, OnStoreFailure onStoreFailure)
    implements SpendRule {

  public CreditRule {
    if (granted.nanos() < 0) {
      throw new IllegalArgumentException("granted: " + granted + " (expected: >= 0)");
    }
    if (organization.isEmpty()) {
      throw new IllegalArgumentException("organization is empty (expected: an id)");
    }
  }

  /** Credit that refuses while it cannot be counted. */
  public static CreditRule of(String organization, Money granted) {
    return new CreditRule(organization, granted, OnStoreFailure.FAIL_CLOSED);
  }

  @Override
  public Scope scope() {
    return Scope.ORGANIZATION;
  }

  @Override
  public String subject() {
    return organization;
  }

  @Override
  public Money limit() {
    return granted;
  }

  @Override
  public ResetInterval reset() {
    return ResetInterval.NEVER;
  }
}
