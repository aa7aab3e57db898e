package cambio.server.ledger;

import cambio.router.ledger.EntryKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list, newest first. All filters must hold; null means any.
 *
 * @param from not before
 * @param until before
 * @param generationId only the entry that settles it
 * @param beforeSequence only entries with smaller numbers, to turn the page; 0 for the first page
 * @param limit at most so many, 1..1000
 */
public record LedgerQuery(
    @Nullable String organization,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String generationId,
    @Nullable EntryKind kind,
    long beforeSequence,
    int limit) {

  /** The longest page. */
  public static final int LIMIT_MAX = 1000;

  public LedgerQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1.." + LIMIT_MAX + ")");
    }
  }
}
