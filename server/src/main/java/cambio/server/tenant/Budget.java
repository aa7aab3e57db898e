package cambio.server.tenant;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;

/**
 * A budget over an interval.
 *
 * @param limit at least 0
 * @param warnAt the fraction of the budget from which answers carry a warning, above 0, to 1
 */
public record Budget(ResetInterval interval, Money limit, double warnAt) {

  /** The fraction where none was said. */
  public static final double WARN_AT = 0.8;
}
