package cambio.server.ledger;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.quota.SpendSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says was spent and granted: the truth that counters are rebuilt from. Blocks on
 * the database: never call it on an event loop. Safe from any thread.
 *
 * <p>All methods throw a {@link cambio.spi.FailureException} of kind UNAVAILABLE where the ledger
 * cannot be asked, or where it is behind: settlements that wait in this router's spool are not in
 * it yet.
 */
public interface SpendHistory extends SpendSource {

  /**
   * What was spent, fees on usage included.
   *
   * @param subject as {@link cambio.router.ledger.Spender#subject} names it
   * @param from not before; the start of a budget's window, and the epoch for everything. Fast at
   *     midnights UTC
   */
  @Override
  Money spent(Scope scope, String subject, Instant from);

  /** What subjects spent and which generations are settled, of one moment. */
  @Override
  Moment moment(List<Sum> sums, List<String> generations);

  /**
   * What each workspace of an organisation spent.
   *
   * @return by the workspace's subject; those that spent nothing are left out
   */
  @Override
  Map<String, Money> spentByWorkspace(String organization, Instant from);

  /**
   * All credit an organisation was ever granted: purchases less their fee, refunds, adjustments.
   */
  Money creditGranted(String organization);

  /** What a generation was settled at, fee on usage included; null where it never was. */
  @Override
  @Nullable Money settled(String generationId);
}
