package cambio.server.config;

import java.time.Duration;
import java.util.Map;

/** Reads quantities with a unit: {@code 50ms}, {@code 20MiB}. */
final class Quantities {

  static final String DURATION = "a number with ms, s, m, h or d, like 30s";
  static final String BYTES = "a number with B, KiB, MiB or GiB, like 20MiB";

  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final Map<String, Long> SIZES =
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Quantities() {}

  /**
   * A duration.
   *
   * @throws IllegalArgumentException where the text is none
   * @throws ArithmeticException where it is out of range
   */
  static Duration duration(String text) {
    return Duration.ofMillis(quantity(text, MILLIS));
  }

  /**
   * A number of bytes.
   *
   * @throws IllegalArgumentException where the text is none
   * @throws ArithmeticException where it is out of range
   */
  static long bytes(String text) {
    return quantity(text, SIZES);
  }

  private static long quantity(String text, Map<String, Long> units) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = units.get(text.substring(digits).strip());
    if (digits == 0 || unit == null) {
      throw new IllegalArgumentException(text);
    }
    return Math.multiplyExact(Long.parseLong(text, 0, digits, 10), unit);
  }
}
