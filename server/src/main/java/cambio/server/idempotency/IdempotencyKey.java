package cambio.server.idempotency;

import cambio.spi.Failure;
import cambio.spi.FailureException;

/**
 * The name that a caller gives to one request and to its repetitions: 1 to 255 visible ASCII
 * characters. It means something together with the key that the caller calls with only.
 *
 * @param text as the caller wrote it
 * @param field where it was written, for messages
 */
public record IdempotencyKey(String text, String field) {

  /** The most characters. */
  public static final int LONGEST = 255;

  /** What is expected, for messages. */
  public static final String EXPECTED = "1 to " + LONGEST + " visible ASCII characters";

  /**
   * A key.
   *
   * @throws FailureException where the text is none; names the field
   */
  public IdempotencyKey {
    if (!isLegal(text)) {
      String found =
          text.isEmpty()
              ? "empty"
              : text.length() > LONGEST
                  ? text.length() + " characters"
                  : "a character that is none of ! to ~";
      throw new FailureException(
          Failure.invalid(field, field + ": " + found + " (expected: " + EXPECTED + ")"));
    }
  }

  /** Whether a text can be a key. */
  public static boolean isLegal(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c >= '!' && c <= '~');
  }
}
