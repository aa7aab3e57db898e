package cambio.router.quota;

/**
 * A bound on pace.
 *
 * @param scope whose use is counted
 * @param subject the id of whom it counts, or {@link QuotaRules#EACH}: one counter of its own for
 *     each model or end user
 * @param limit in units of the measure, at least 1
 */
public record RateRule(
    Scope scope, String subject, Measure measure, long limit, OnStoreFailure onStoreFailure) {

  /** The highest limit that can be set. */
  public static final long LIMIT_MAX = 1_000_000_000_000L;

  public RateRule {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1.." + LIMIT_MAX + ")");
    }
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("subject is empty (expected: an id or *)");
    }
  }

  /** Requests a minute of one key, counted locally while the store is away. */
  public static RateRule requestsOfKey(String keyId, long perMinute) {
    return new RateRule(
        Scope.KEY, keyId, Measure.REQUESTS_PER_MINUTE, perMinute, OnStoreFailure.FAIL_OPEN);
  }
}
