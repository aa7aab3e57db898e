package cambio.router.quota;

/** What becomes of a rule while the store that counts for it does not answer. */
public enum OnStoreFailure {
  /**
   * Calls go on within a bounded local allowance, so that the overshoot has a proven maximum: the
   * default of rates.
   */
  FAIL_OPEN,
  /** Calls are refused with 503 and a time to wait: the default of money. */
  FAIL_CLOSED
}
