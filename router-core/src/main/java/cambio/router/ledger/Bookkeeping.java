package cambio.router.ledger;

import cambio.router.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which postings each event of money makes. */
public final class Bookkeeping {

  private Bookkeeping() {}

  /**
   * Who adds what, and why.
   *
   * @param id the entry's
   * @param idempotencyKey makes a repetition safe
   */
  public record Order(
      String id, String organization, Instant at, String idempotencyKey, @Nullable String note) {}

  /**
   * Credit is bought: cash comes in, the fee is taken of it, and the rest is credit.
   *
   * @throws IllegalArgumentException where nothing, or less, is paid
   */
  public static LedgerEntry purchase(Order order, Money paid, FeePolicy fees) {
    requirePositive(paid);
    Money fee = fees.ofPurchase(paid);
    List<Posting> postings = new ArrayList<>(3);
    postings.add(Posting.debit(Account.CASH, paid));
    credit(postings, Account.CREDIT, paid.minus(fee));
    credit(postings, Account.FEE, fee);
    return entry(order, EntryKind.CREDIT, postings);
  }

  /**
   * Usage is given back as credit, and the fee on it.
   *
   * @throws IllegalArgumentException where nothing is given, or less of either
   */
  public static LedgerEntry refund(Order order, Money cost, Money fee) {
    requirePositive(cost.plus(fee));
    if (cost.nanos() < 0 || fee.nanos() < 0) {
      throw new IllegalArgumentException(
          "cost: " + cost + ", fee: " + fee + " (expected: both >= 0)");
    }
    List<Posting> postings = new ArrayList<>(3);
    debit(postings, Account.USAGE, cost);
    debit(postings, Account.FEE, fee);
    postings.add(Posting.credit(Account.CREDIT, cost.plus(fee)));
    return entry(order, EntryKind.REFUND, postings);
  }

  /**
   * The operator corrects a balance, up (positive) or down.
   *
   * @throws IllegalArgumentException where nothing changes
   */
  public static LedgerEntry adjustment(Order order, Money change) {
    return entry(
        order,
        EntryKind.ADJUSTMENT,
        List.of(Posting.debit(Account.ADJUSTMENT, change), Posting.credit(Account.CREDIT, change)));
  }

  /**
   * A generation is settled: the organisation is debited what was charged, of its credit as far as
   * that goes where it is prepaid.
   *
   * @param balance the organisation's before it
   * @return null where nothing is charged
   */
  public static @Nullable LedgerEntry generation(
      String generationId, Spender spender, Charge charge, Money balance, Instant at) {
    if (charge.total().nanos() == 0) {
      return null;
    }
    Money overdraft = charge.overdraft(balance);
    List<Posting> postings = new ArrayList<>(4);
    debit(postings, Account.CREDIT, charge.total().minus(overdraft));
    debit(postings, Account.OVERDRAFT, overdraft);
    credit(postings, Account.USAGE, charge.cost());
    credit(postings, Account.FEE, charge.fee());
    return new LedgerEntry(
        generationId,
        EntryKind.GENERATION,
        spender.organization(),
        spender,
        at,
        postings,
        null,
        null);
  }

  private static LedgerEntry entry(Order order, EntryKind kind, List<Posting> postings) {
    return new LedgerEntry(
        order.id(),
        kind,
        order.organization(),
        null,
        order.at(),
        postings,
        order.idempotencyKey(),
        order.note());
  }

  private static void debit(List<Posting> postings, Account account, Money amount) {
    if (amount.nanos() != 0) {
      postings.add(Posting.debit(account, amount));
    }
  }

  private static void credit(List<Posting> postings, Account account, Money amount) {
    if (amount.nanos() != 0) {
      postings.add(Posting.credit(account, amount));
    }
  }

  private static void requirePositive(Money amount) {
    if (amount.nanos() <= 0) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: over 0)");
    }
  }
}
