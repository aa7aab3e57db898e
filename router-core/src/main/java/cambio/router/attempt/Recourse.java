package cambio.router.attempt;

/** What may still help after a failure. */
public enum Recourse {
  /** Nothing: every endpoint would answer the same. */
  NONE,
  /** An endpoint with a larger context, or another model of the caller's list. */
  LARGER_CONTEXT,
  /** Another model of the caller's list. */
  OTHER_MODEL,
  /** Another endpoint, or the same one with another credential. */
  OTHER_CREDENTIAL,
  /** Another endpoint. */
  OTHER_ENDPOINT
}
