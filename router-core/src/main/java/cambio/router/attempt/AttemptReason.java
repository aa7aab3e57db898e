package cambio.router.attempt;

/** Why an attempt was made. */
public enum AttemptReason {
  /** The plan's best candidate. */
  FIRST,
  /** The same candidate again, after the wait that its provider asked for. */
  RETRY,
  /** The next candidate after a failure. */
  FALLBACK,
  /** Beside one that is slow to begin. */
  HEDGE,
  /** To carry on an answer that broke off. */
  RESUME
}
