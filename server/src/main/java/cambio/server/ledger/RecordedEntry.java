package cambio.server.ledger;

import cambio.router.ledger.LedgerEntry;

/**
 * An entry as it is kept.
 *
 * @param sequence from 1, without a gap
 * @param hash over it and the hash before, see {@link cambio.router.ledger.EntryChain}
 */
public record RecordedEntry(long sequence, String hash, LedgerEntry entry) {}
