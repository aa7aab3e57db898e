package cambio.server.quota;

import cambio.router.quota.HoldLevel;
import java.time.Duration;
import java.util.List;

/**
 * What a call asks of one root, all of it or nothing.
 *
 * @param root the budget root
 * @param leaseId the lease's id, which is the generation's
 * @param spend the budgets to hold money of
 * @param levels the amounts that will do, highest first; the first one that fits all budgets is
 *     held. Empty exactly where {@code spend} is
 * @param rates the rates to take from
 * @param patient whether to refuse and wait for {@link HoldLevel.Fit#WORTH_WAITING} rather than
 *     take less
 * @param pooled whether slices of pooled budgets may still be asked for; else what the root has of
 *     them is all there is
 * @param ttl after which the lease has expired, unless renewed; zero where nothing is to be ended,
 *     so that no lease is kept
 */
public record LeaseRequest(
    String root,
    String leaseId,
    List<SpendLine> spend,
    List<HoldLevel> levels,
    List<RateLine> rates,
    boolean patient,
    boolean pooled,
    Duration ttl) {

  public LeaseRequest {
    spend = List.copyOf(spend);
    levels = List.copyOf(levels);
    rates = List.copyOf(rates);
  }

  /** The names of its money counters. */
  List<String> counters() {
    return spend.stream().map(SpendLine::counter).toList();
  }

  /** The same, content with less at once. */
  LeaseRequest impatient() {
    return new LeaseRequest(root, leaseId, spend, levels, rates, false, pooled, ttl);
  }

  /** The same, once the pools have given what they have. */
  LeaseRequest poolsAsked() {
    return new LeaseRequest(root, leaseId, spend, levels, rates, patient, false, ttl);
  }
}
