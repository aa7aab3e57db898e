package cambio.server.ledger;

import cambio.router.ledger.LedgerAudit;
import cambio.router.ledger.LedgerEntry;
import java.util.List;

/**
 * The book of money. Settled generations are posted by who records them, in the same transaction;
 * everything else is posted here. Blocks on the database: never call it on an event loop. Safe from
 * any thread, and from any number of routers.
 *
 * <p>All methods throw a {@link cambio.spi.FailureException} of kind UNAVAILABLE where the database
 * cannot be asked.
 */
public interface Ledger extends SpendHistory {

  /**
   * Posts an entry, once: a repetition with the same idempotency key returns what was posted first.
   *
   * @throws cambio.spi.FailureException of kind INVALID_REQUEST where the key was used for another
   *     amount or kind
   */
  RecordedEntry post(LedgerEntry entry);

  /** What an organisation has. */
  CreditBalance balance(String organization);

  /** Entries, newest first. */
  List<RecordedEntry> entries(LedgerQuery query);

  /** Recomputes everything from the entries of this moment, and compares. */
  LedgerAudit.Report verify();
}
