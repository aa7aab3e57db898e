package cambio.server.quota;

import cambio.router.money.Money;
import java.util.List;

/**
 * The end of a lease.
 *
 * @param cost what the call costs
 * @param tokens how many tokens it used; negative where nobody knows, for what was taken to stand
 * @param counters the money counters that it counts for; empty for all that the lease holds of
 */
public record SettleRequest(
    String root, String leaseId, Money cost, long tokens, List<String> counters) {

  /** The tokens are not known. */
  public static final long UNKNOWN_TOKENS = -1;

  public SettleRequest {
    counters = List.copyOf(counters);
  }

  /** Whether a counter of the lease is charged. */
  boolean charges(String counter) {
    return cost.nanos() > 0 && (counters.isEmpty() || counters.contains(counter));
  }
}
