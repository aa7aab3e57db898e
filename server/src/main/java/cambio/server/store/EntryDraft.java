package cambio.server.store;

import cambio.router.ledger.Bookkeeping;
import cambio.router.ledger.Charge;
import cambio.router.ledger.LedgerEntry;
import cambio.router.ledger.Spender;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Bill;
import cambio.server.store.GenerationRow.Owner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An entry to be: its postings may depend on what its organisation has when its turn comes.
 *
 * @param balanced whether they do
 * @param entry makes it of the balance; null where there is nothing to post
 */
record EntryDraft(
    String organization, boolean balanced, Function<Money, @Nullable LedgerEntry> entry) {

  static EntryDraft of(LedgerEntry entry) {
    return new EntryDraft(entry.organization(), false, balance -> entry);
  }

  /** Of a generation; null where it is not charged. */
  static @Nullable EntryDraft of(GenerationRow row) {
    Cost cost = row.cost();
    Bill bill = row.bill();
    if (cost == null || bill == null) {
      return null;
    }
    Charge charge = new Charge(cost.total(), bill.fee(), bill.prepaid());
    Spender spender = spender(row);
    return new EntryDraft(
        spender.organization(),
        charge.prepaid(),
        balance -> Bookkeeping.generation(row.id(), spender, charge, balance, bill.at()));
  }

  private static Spender spender(GenerationRow row) {
    Owner owner = row.owner();
    AnsweredBy by = row.answeredBy();
    return new Spender(
        Column.storable(owner.organization()),
        Column.storable(owner.workspace()),
        Column.storable(owner.keyId()),
        owner.member() == null ? null : Column.storable(owner.member()),
        owner.endUser() == null ? null : Column.storable(owner.endUser()),
        by == null ? null : by.model());
  }
}
