package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.EventWriter.orEmpty;

import cambio.router.ledger.EntryKind;
import cambio.router.ledger.Spender;
import cambio.server.ledger.RecordedEntry;
import cambio.v1.LedgerEntry;
import cambio.v1.LedgerEntryKind;
import cambio.v1.Posting;
import java.util.Locale;

/** Writes entries of the book. */
final class LedgerEntryWriter {

  private LedgerEntryWriter() {}

  static LedgerEntry write(RecordedEntry recorded) {
    cambio.router.ledger.LedgerEntry entry = recorded.entry();
    Spender spender = entry.spender();
    LedgerEntry.Builder written =
        LedgerEntry.newBuilder()
            .setId(entry.id())
            .setCreateTime(Times.timestamp(entry.at()))
            .setKind(kind(entry.kind()))
            .setGenerationId(entry.kind() == EntryKind.GENERATION ? entry.id() : "")
            .setNote(orEmpty(entry.note()));
    if (spender != null) {
      written.setKeyId(spender.keyId()).setWorkspaceId(spender.workspace());
    }
    for (cambio.router.ledger.Posting posting : entry.postings()) {
      written.addPostings(
          Posting.newBuilder()
              .setAccount(posting.account().name().toLowerCase(Locale.ROOT))
              .setAmountUsd(posting.amount().toString()));
    }
    return written.build();
  }

  private static LedgerEntryKind kind(EntryKind kind) {
    return switch (kind) {
      case CREDIT -> LedgerEntryKind.LEDGER_ENTRY_KIND_CREDIT;
      case GENERATION -> LedgerEntryKind.LEDGER_ENTRY_KIND_GENERATION;
      case REFUND -> LedgerEntryKind.LEDGER_ENTRY_KIND_REFUND;
      case ADJUSTMENT -> LedgerEntryKind.LEDGER_ENTRY_KIND_ADJUSTMENT;
    };
  }
}
