package cambio.router.attempt;

/** What an attempt says about the health of its endpoint. */
public enum Verdict {
  /** It works. */
  SUCCESS,
  /** It failed through its own fault. */
  DROPPED,
  /** Nothing: the caller's fault, or ours. */
  IGNORE
}
