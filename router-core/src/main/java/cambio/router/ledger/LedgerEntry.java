package cambio.router.ledger;

import cambio.router.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of money: postings that sum to zero, so that none is made and none is lost.
 *
 * @param id unique in the whole book; for a generation the generation's
 * @param organization whose accounts are posted to
 * @param spender who used it; null where nobody did
 * @param at when it happened, to the microsecond
 * @param postings two or more, to accounts of its kind: each once at most, in the kind's order
 * @param idempotencyKey makes a repetition safe, within the organisation; null where the id does
 * @param note why, for people; null for none
 */
public record LedgerEntry(
    String id,
    EntryKind kind,
    String organization,
    @Nullable Spender spender,
    Instant at,
    List<Posting> postings,
    @Nullable String idempotencyKey,
    @Nullable String note) {

  public LedgerEntry {
    postings = List.copyOf(postings);
    if (postings.size() < 2) {
      throw new IllegalArgumentException("postings: " + postings.size() + " (expected: 2 or more)");
    }
    requireOrder(kind, postings);
    if ((kind == EntryKind.GENERATION) != (spender != null)) {
      throw new IllegalArgumentException("spender: " + spender + " for an entry of kind " + kind);
    }
    if (spender != null && !spender.organization().equals(organization)) {
      throw new IllegalArgumentException(
          "spender of " + spender.organization() + " (expected: of " + organization + ")");
    }
    Money sum = sum(postings);
    if (!sum.equals(Money.ZERO)) {
      throw new IllegalArgumentException("postings sum to " + sum + " (expected: 0)");
    }
  }

  private static void requireOrder(EntryKind kind, List<Posting> postings) {
    int last = -1;
    for (Posting posting : postings) {
      int place = kind.accounts().indexOf(posting.account());
      if (place <= last) {
        throw new IllegalArgumentException(
            "posting to " + posting.account() + " (expected: " + kind.accounts() + ", in order)");
      }
      last = place;
    }
  }

  /** What the entry posts to an account; zero where nothing. */
  public Money to(Account account) {
    for (Posting posting : postings) {
      if (posting.account() == account) {
        return posting.amount();
      }
    }
    return Money.ZERO;
  }

  /** What it adds to the organisation's balance: its credit less its overdraft. */
  public Money balanceChange() {
    return Money.ZERO.minus(to(Account.CREDIT)).minus(to(Account.OVERDRAFT));
  }

  private static Money sum(List<Posting> postings) {
    Money sum = Money.ZERO;
    for (Posting posting : postings) {
      sum = sum.plus(posting.amount());
    }
    return sum;
  }
}
