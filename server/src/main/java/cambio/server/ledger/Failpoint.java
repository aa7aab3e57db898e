package cambio.server.ledger;

/**
 * The named moments between a provider's answer and the end of a call at which a crash must lose
 * nothing and charge nothing twice. In their order.
 */
public enum Failpoint {
  /** Admission is about to be asked. */
  BEFORE_RESERVE,
  /** Something is held for the call, and nothing was sent to a provider. */
  RESERVED,
  /** The provider's answer is complete, or broke off. */
  ANSWERED,
  /** The cost is known, and nobody else knows it. */
  COSTED,
  /** The record waits for the writer. */
  QUEUED,
  /** The writer begins the group's transaction. */
  GROUP_BEGUN,
  /** The generations are in the transaction, their ledger entries are not. */
  GENERATIONS_INSERTED,
  /** Everything is in the transaction, which is not committed. */
  ENTRIES_INSERTED,
  /** Committed, and nobody has been told. */
  COMMITTED,
  /** In the spool instead, and nobody has been told. */
  SPOOLED,
  /** Of the spool, committed in the database and still in the spool, too. */
  DRAINED,
  /** Recorded; the reservation is not settled. */
  BEFORE_SETTLE,
  /** The reservation is settled; the caller does not know the cost. */
  SETTLED,
  /** The end of the answer, with its cost, was handed to the caller's connection. */
  TOLD
}
