package cambio.server.ledger;

import cambio.router.ledger.Bookkeeping;
import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.quota.CreditRule;
import cambio.spi.FailureException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds credit to the book. Checks what people and programs send. Blocks on the database.
 *
 * @param required whether an organisation may use only what it was granted
 * @param ids makes the entries' ids
 */
public record Credits(
    Ledger ledger, FeePolicy fees, boolean required, Supplier<String> ids, InstantSource clock) {

  /** The most that one entry may add: what is more is a slip of the hand. */
  public static final Money AMOUNT_MAX = Money.parse("100000000");

  /**
   * Buys credit for an organisation; the fee on purchases is taken of it.
   *
   * @throws FailureException of kind INVALID_REQUEST with the field, where something is wrong
   */
  public RecordedEntry add(
      String organization, String amountUsd, String idempotencyKey, @Nullable String note) {
    Money amount = UsdText.positive("amount_usd", amountUsd, AMOUNT_MAX);
    Bookkeeping.Order order = new EntryOrders(ids, clock).order(organization, idempotencyKey, note);
    return ledger.post(Bookkeeping.purchase(order, amount, fees));
  }

  /**
   * The credit that bounds an organisation; null where credit bounds nobody.
   *
   * @throws FailureException of kind UNAVAILABLE where the book cannot be asked
   */
  public @Nullable CreditRule rule(String organization) {
    if (!required) {
      return null;
    }
    Money granted = ledger.creditGranted(organization);
    return CreditRule.of(organization, granted.nanos() < 0 ? Money.ZERO : granted);
  }
}
