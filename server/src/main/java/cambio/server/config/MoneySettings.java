package cambio.server.config;

import cambio.router.ledger.FeePolicy;

/**
 * How money is taken.
 *
 * @param creditsRequired whether an organisation may use only what it was granted
 * @param fees the operator's own
 */
public record MoneySettings(boolean creditsRequired, FeePolicy fees) {

  /** Nobody pays: what who hosts for himself wants. */
  public static final MoneySettings FREE = new MoneySettings(false, FeePolicy.NONE);
}
