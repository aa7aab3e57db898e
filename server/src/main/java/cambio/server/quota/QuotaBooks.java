package cambio.server.quota;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/** One store with all that works on it. */
record QuotaBooks(QuotaStore store, QuotaDesk desk, LeaseKeeper keeper) {

  /**
   * Books over a store.
   *
   * @param blocking where the ledger is asked
   */
  static QuotaBooks over(QuotaStore store, SpendSource ledger, Executor blocking, Duration ttl) {
    ConcurrentMap<String, Lease> live = new ConcurrentHashMap<>();
    LedgerLoader loader = new LedgerLoader(store, ledger, blocking);
    LeaseReaper reaper = new LeaseReaper(store, ledger, blocking, live::containsKey);
    QuotaDesk desk = new QuotaDesk(store, loader, reaper);
    return new QuotaBooks(
        store, desk, new LeaseKeeper(store, desk, reaper, ledger::behind, live, ttl));
  }
}
