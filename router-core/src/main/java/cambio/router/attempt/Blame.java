package cambio.router.attempt;

/** Whose fault a failure is. */
public enum Blame {
  CALLER,
  OPERATOR,
  PROVIDER,
  NETWORK,
  ROUTER
}
