package cambio.router.ledger;

/** What an entry is about. */
public enum EntryKind {
  /** Credit was added. */
  CREDIT,
  /** A generation was settled. */
  GENERATION,
  /** Credit was given back for what had been used. */
  REFUND,
  /** The operator corrected something. */
  ADJUSTMENT
}
