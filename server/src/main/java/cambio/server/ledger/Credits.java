package cambio.server.ledger;

import cambio.router.ledger.Bookkeeping;
import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.quota.CreditRule;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

  /** The longest note. */
  public static final int NOTE_MAX = 200;

  /** The longest idempotency key. */
  public static final int KEY_MAX = 255;

  private static final int AMOUNT_TEXT_MAX = 40;

  /**
   * Buys credit for an organisation; the fee on purchases is taken of it.
   *
   * @throws FailureException of kind INVALID_REQUEST with the field, where something is wrong
   */
  public RecordedEntry add(
      String organization, String amountUsd, String idempotencyKey, @Nullable String note) {
    Money amount = amount(amountUsd);
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
    require(
        printable(organization) && printable(idempotencyKey) && (note == null || printable(note)),
        "note",
        "organization_id, idempotency_key and note take no control characters.");
    Bookkeeping.Order order =
        new Bookkeeping.Order(
            ids.get(),
            organization,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            idempotencyKey,
            note == null || note.isEmpty() ? null : note);
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

  /** A positive amount of USD with at most nine decimals. */
  private static Money amount(String text) {
    String expected = "(expected: a decimal of USD over 0, at most 9 decimals, at most ";
    String message =
        "amount_usd: \""
            + (text.length() > AMOUNT_TEXT_MAX ? text.substring(0, AMOUNT_TEXT_MAX) + "…" : text)
            + "\" "
            + expected
            + AMOUNT_MAX
            + ")";
    require(plain(text), "amount_usd", message);
    try {
      Money amount = Money.parse(text);
      require(amount.nanos() > 0 && amount.compareTo(AMOUNT_MAX) <= 0, "amount_usd", message);
      return amount;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new FailureException(Failure.invalid("amount_usd", message));
    }
  }

  /** Digits and one point: no sign, no exponent, which could be of any size. */
  private static boolean plain(String text) {
    return !text.isEmpty()
        && text.length() <= AMOUNT_TEXT_MAX
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }

  private static boolean printable(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean fact, String field, String message) {
    if (!fact) {
      throw new FailureException(Failure.invalid(field, message));
    }
  }
}
