package cambio.server.tenant;

import cambio.router.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What values of tenants and keys must be, whichever door they come through. What is wrong is told
 * to a listener, under the name that the door has for the field; the value is handed back as it is.
 *
 * @param problems hears a field and what is wrong with it
 */
public record FieldRules(BiConsumer<String, String> problems) {

  /** Longest name of anything. */
  public static final int NAME_MAX = 100;

  /** Most models that a list may name. */
  public static final int MODELS_MAX = 1_000;

  /** Most providers that a list may name. */
  public static final int PROVIDERS_MAX = 200;

  /** Most requests a minute or at the same time that can be set. */
  public static final int REQUESTS_MAX = 1_000_000_000;

  /** Longest id of a member or of an application's end user. */
  public static final int USER_MAX = 256;

  private static final int ITEM_MAX = 256;
  private static final int AMOUNT_MAX = 64;
  private static final int ID_MAX = 63;
  private static final String AMOUNT =
      "dollars from 0 to 9223372036 with at most 9 decimals, such as 12.50";

  /** A text for people, without control characters. */
  public String text(String field, String value, int least, int most) {
    int length = value.codePointCount(0, value.length());
    if (length < least || length > most) {
      problems.accept(
          field,
          length == 0
              ? "missing (expected: " + least + " to " + most + " characters)"
              : length + " characters (expected: " + least + " to " + most + ")");
    } else if (least > 0 && value.isBlank()) {
      problems.accept(field, "blank (expected: a name for people)");
    } else if (!isPlain(value)) {
      problems.accept(field, "has control characters (expected: printable text)");
    }
    return value;
  }

  /** An id of an organisation or workspace. */
  public String id(String field, String value) {
    if (!isId(value)) {
      problems.accept(field, "not an id (expected: 1 to 63 of a-z, 0-9 and \"-\")");
    }
    return value;
  }

  /** A decimal amount of dollars; null where it is wrong. */
  public @Nullable Money money(String field, String usd) {
    try {
      if (usd.length() <= AMOUNT_MAX) {
        BigDecimal amount = new BigDecimal(usd);
        // Checked before anything is computed: an exponent can stand for a billion digits.
        if (amount.signum() >= 0 && Math.abs((long) amount.scale()) <= AMOUNT_MAX) {
          return new Money(amount.movePointRight(9).longValueExact());
        }
      }
    } catch (NumberFormatException | ArithmeticException e) {
      problems.accept(field, "not usable (expected: " + AMOUNT + ")");
      return null;
    }
    problems.accept(field, "not usable (expected: " + AMOUNT + ")");
    return null;
  }

  /** A count within bounds. */
  public long count(String field, long value, long most) {
    if (value < 0 || value > most) {
      problems.accept(field, value + " (expected: 0 to " + most + ", 0 for no limit)");
      return 0;
    }
    return value;
  }

  /** A list of names or patterns. */
  public List<String> names(String field, List<String> values, int most) {
    if (values.size() > most) {
      problems.accept(field, values.size() + " entries (expected: at most " + most + ")");
    }
    for (int i = 0; i < values.size() && i < most; i++) {
      String value = values.get(i);
      if (value.isBlank() || value.length() > ITEM_MAX || !isPlain(value)) {
        problems.accept(
            field + "[" + i + "]", "not a name (expected: 1 to " + ITEM_MAX + " characters)");
      }
    }
    return values;
  }

  /** Whether a text could be an id of an organisation or workspace. */
  static boolean isId(String value) {
    return !value.isEmpty()
        && value.length() <= ID_MAX
        && value.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
  }

  /** Whether a text has neither control characters nor halves of characters. */
  public static boolean isPlain(String value) {
    return value
        .codePoints()
        .noneMatch(c -> Character.isISOControl(c) || c >= 0xd800 && c <= 0xdfff);
  }
}
