package cambio.server.ledger;

import cambio.router.ledger.Bookkeeping;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes orders for the book, and checks what people and programs write into them.
 *
 * @param ids makes the entries' ids
 */
record EntryOrders(Supplier<String> ids, InstantSource clock) {

  /** The longest note. */
  private static final int NOTE_MAX = 200;

  /** The longest idempotency key. */
  private static final int KEY_MAX = 255;

  /**
   * An order of now.
   *
   * @throws FailureException of kind INVALID_REQUEST with the field, where something is wrong
   */
  Bookkeeping.Order order(String organization, String idempotencyKey, @Nullable String note) {
    require(!organization.isBlank(), "organization_id", "organization_id is empty.");
    require(
        !idempotencyKey.isBlank() && idempotencyKey.length() <= KEY_MAX,
        "idempotency_key",
        "idempotency_key: "
            + idempotencyKey.length()
            + " characters (expected: 1.."
            + KEY_MAX
            + ")");
    require(
        note == null || note.length() <= NOTE_MAX,
        "note",
        "note: over " + NOTE_MAX + " characters");
    requirePrintable("organization_id", organization);
    requirePrintable("idempotency_key", idempotencyKey);
    requirePrintable("note", note == null ? "" : note);
    return new Bookkeeping.Order(
        ids.get(),
        organization,
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        idempotencyKey,
        note == null || note.isEmpty() ? null : note);
  }

  private static void requirePrintable(String field, String text) {
    require(
        text.chars().noneMatch(Character::isISOControl),
        field,
        field + " takes no control characters.");
  }

  private static void require(boolean fact, String field, String message) {
    if (!fact) {
      throw new FailureException(Failure.invalid(field, message));
    }
  }
}
