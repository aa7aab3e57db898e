package cambio.server.ledger;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says was spent and granted: the truth that counters are rebuilt from. Blocks on
 * the database: never call it on an event loop. Safe from any thread.
 *
 * <p>All methods throw a {@link cambio.spi.FailureException} of kind UNAVAILABLE where the ledger
 * cannot be asked, or where it is behind: settlements that wait in this router's spool are not in
 * it yet.
 */
public interface SpendHistory {

  /**
   * What was spent, fees on usage included.
   *
   * @param subject as {@link cambio.router.ledger.Spender#subject} names it
   * @param from not before; the start of a budget's window, and the epoch for everything. Fast at
   *     midnights UTC
   */
  Money spent(Scope scope, String subject, Instant from);

  /**
   * All credit an organisation was ever granted: purchases less their fee, refunds, adjustments.
   */
  Money creditGranted(String organization);

  /** What a generation was settled at, fee on usage included; null where it never was. */
  @Nullable Money settled(String generationId);
}
