package cambio.router.ledger;

/**
 * The accounts of the book, one of each an organisation. A positive posting debits, a negative one
 * credits.
 */
public enum Account {
  /** Money that came in from outside; debited by purchases. */
  CASH,
  /** What an organisation may still use: credited by purchases, debited by generations. */
  CREDIT,
  /** What generations brought in, at list price. */
  USAGE,
  /** The operator's fee. */
  FEE,
  /** What a prepaid organisation used beyond its credit, ever; debited, never paid back to. */
  OVERDRAFT,
  /** The other side of corrections. */
  ADJUSTMENT
}
