package cambio.server.ledger;

import cambio.router.ledger.Account;
import cambio.router.ledger.Bookkeeping;
import cambio.router.ledger.LedgerEntry;
import cambio.router.money.Money;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own entries of the book: refunds and adjustments. Nothing is ever changed; what
 * was wrong is posted against. Blocks on the database.
 *
 * @param ids makes the entries' ids
 */
public record Corrections(Ledger ledger, Supplier<String> ids, InstantSource clock) {

  /**
   * Gives back what a generation was charged, as credit; once a generation, so that a repetition is
   * safe. The cost is given back before the fee on it.
   *
   * @param amountUsd how much; null for all of it
   * @throws FailureException of kind NOT_FOUND where nothing was charged; of kind INVALID_REQUEST
   *     with the field where it is more than that, or another amount was given back before
   */
  public RecordedEntry refund(
      String generationId, @Nullable String amountUsd, @Nullable String note) {
    LedgerEntry charged = charged(generationId);
    Money cost = Money.ZERO.minus(charged.to(Account.USAGE));
    Money fee = Money.ZERO.minus(charged.to(Account.FEE));
    Money all = cost.plus(fee);
    Money amount = amountUsd == null ? all : UsdText.positive("amount_usd", amountUsd, all);
    Money ofCost = amount.compareTo(cost) < 0 ? amount : cost;
    Bookkeeping.Order order =
        new EntryOrders(ids, clock).order(charged.organization(), "refund:" + generationId, note);
    return ledger.post(Bookkeeping.refund(order, ofCost, amount.minus(ofCost)));
  }

  private LedgerEntry charged(String generationId) {
    List<RecordedEntry> found =
        ledger.entries(new LedgerQuery(null, null, null, generationId, null, 0, 1));
    if (found.isEmpty()) {
      throw new FailureException(
          Failure.of(
                  FailureKind.NOT_FOUND,
                  "The ledger has no charge for the generation \""
                      + generationId
                      + "\"; `cambio ledger entries` lists what it has.")
              .withField("generation_id"));
    }
    return found.getFirst().entry();
  }

  /**
   * Corrects an organisation's balance.
   *
   * @param changeUsd a decimal of USD that is not 0, with a sign where it takes away
   * @param note why: the book does not say otherwise
   * @throws FailureException of kind INVALID_REQUEST with the field, where something is wrong
   */
  public RecordedEntry adjust(
      String organization, String changeUsd, String idempotencyKey, String note) {
    boolean down = changeUsd.startsWith("-");
    String digits = down || changeUsd.startsWith("+") ? changeUsd.substring(1) : changeUsd;
    Money size = UsdText.positive("change_usd", digits, Credits.AMOUNT_MAX);
    if (note.isBlank()) {
      throw new FailureException(
          Failure.invalid("note", "note is empty (expected: why the balance is corrected)."));
    }
    Bookkeeping.Order order = new EntryOrders(ids, clock).order(organization, idempotencyKey, note);
    return ledger.post(Bookkeeping.adjustment(order, down ? Money.ZERO.minus(size) : size));
  }
}
