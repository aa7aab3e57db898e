package cambio.server.surface.grpc;

import cambio.wire.JsonText;
import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one message, so that a caller learns all of it at once. Its checks
 * hand the value back, or null where it is absent or wrong. Not safe for several threads.
 */
final class Violations {

  /** More than this helps nobody and would make an answer of unbounded size. */
  private static final int MOST = 20;

  private static final int SHOWN = 80;

  /** The limits of {@code google.protobuf.Duration}. */
  private static final long LONGEST_SECONDS = 315_576_000_000L;

  private static final int NANOS = 1_000_000_000;

  private final List<Violation> found = new ArrayList<>();

  /** Notes one. */
  void add(String field, String description) {
    if (found.size() < MOST) {
      found.add(new Violation(field, description));
    }
  }

  /** Notes one where a condition does not hold. */
  void require(boolean holds, String field, String description) {
    if (!holds) {
      add(field, description);
    }
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidMessage where anything was noted
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidMessage(found);
    }
  }

  /** An integer within bounds; absent stays null. */
  @Nullable Integer integer(boolean present, String field, int value, int least, int most) {
    if (!present) {
      return null;
    }
    if (value < least || value > most) {
      String expected = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
      add(field, value + " (expected: " + expected + ")");
      return null;
    }
    return value;
  }

  /** A finite number within bounds; absent stays null. */
  @Nullable Double number(boolean present, String field, double value, double least, double most) {
    if (!present) {
      return null;
    }
    if (value >= least && value <= most) {
      return value;
    }
    add(field, value + " (expected: " + plain(least) + " to " + plain(most) + ")");
    return null;
  }

  /** A finite number above 0, to a bound; absent stays null. */
  @Nullable Double positive(boolean present, String field, double value, double most) {
    if (present && !(value > 0)) {
      add(field, value + " (expected: above 0, to " + plain(most) + ")");
      return null;
    }
    return number(present, field, value, 0, most);
  }

  /** A text of bounded length, counted in code points; empty becomes null. */
  @Nullable String text(String field, String value, int most) {
    if (value.isEmpty()) {
      return null;
    }
    int length = value.codePointCount(0, value.length());
    require(length <= most, field, length + " characters (expected: at most " + most + ")");
    return value;
  }

  /** A positive span of time; absent stays null. */
  java.time.@Nullable Duration duration(boolean present, String field, Duration value) {
    if (!present) {
      return null;
    }
    boolean legal =
        value.getSeconds() >= 0
            && value.getSeconds() <= LONGEST_SECONDS
            && value.getNanos() >= 0
            && value.getNanos() < NANOS;
    if (!legal || (value.getSeconds() == 0 && value.getNanos() == 0)) {
      add(field, value.getSeconds() + " s (expected: a positive duration such as 30s)");
      return null;
    }
    return java.time.Duration.ofSeconds(value.getSeconds(), value.getNanos());
  }

  /** A JSON text. */
  String json(String field, String value) {
    require(
        JsonText.isLegal(value),
        field,
        "not JSON (expected: one JSON value as text, nested at most "
            + cambio.wire.JsonReader.MAX_DEPTH
            + " deep)");
    return value;
  }

  /** A JSON text that is an object. */
  String jsonObject(String field, String value) {
    require(
        JsonText.isObject(value),
        field,
        "no JSON object (expected: one JSON object as text, nested at most "
            + cambio.wire.JsonReader.MAX_DEPTH
            + " deep)");
    return value;
  }

  /** A value as it may stand in a message: quoted, and cut where it is long. */
  static String shown(String value) {
    String flat =
        value
            .codePoints()
            .limit(SHOWN)
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return '"' + flat + (flat.length() < value.length() ? "…\"" : "\"");
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
