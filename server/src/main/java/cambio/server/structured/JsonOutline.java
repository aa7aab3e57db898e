package cambio.server.structured;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The brackets, strings and words of a text that begins as JSON: where the value ends, and the
 * value with missing brackets and commas put in and Python's words put right. Knows nothing else of
 * JSON, and need not: what it gives is parsed after.
 */
final class JsonOutline {

  private static final Map<String, String> WORDS =
      Map.of("True", "true", "False", "false", "None", "null");

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Character> open = new ArrayDeque<>();
  private int place;
  private boolean afterValue;
  private boolean closed;
  private boolean ended;
  private boolean torn;

  private JsonOutline(String text, int start) {
    this.text = text;
    this.place = start;
  }

  /** The outline of the value that begins with a bracket at this place. */
  static JsonOutline of(String text, int start) {
    JsonOutline outline = new JsonOutline(text, start);
    outline.read();
    return outline;
  }

  /** Whether the value's last bracket is there. */
  boolean whole() {
    return closed;
  }

  /** Where the value ends. */
  int end() {
    return place;
  }

  /** The value, to be parsed leniently; null where it was cut off. */
  @Nullable String repaired() {
    return torn ? null : out.toString();
  }

  private void read() {
    while (place < text.length() && !closed && !ended && !torn) {
      char c = text.charAt(place);
      switch (c) {
        case '{', '[' -> {
          separate();
          open.push(c == '{' ? '}' : ']');
          take(1);
          afterValue = false;
        }
        case '}', ']' -> close(c);
        case '"', '\'' -> {
          separate();
          string(c);
        }
        case ',', ':' -> {
          take(1);
          afterValue = false;
        }
        default -> other(c);
      }
    }
    if (!closed && !ended && !torn) {
      finish();
    }
  }

  private void other(char c) {
    if (Character.isWhitespace(c)) {
      take(1);
    } else if (text.startsWith("//", place)) {
      skipTo("\n");
    } else if (text.startsWith("/*", place)) {
      skipTo("*/");
    } else if (text.startsWith("```", place)) {
      // The end of a fence within which the brackets were not closed.
      finish();
    } else {
      word();
    }
  }

  /** Puts in the comma that is missing between two values. */
  private void separate() {
    if (afterValue) {
      out.append(',');
    }
  }

  /** Closes what is open up to the bracket's own; a bracket that closes nothing ends the value. */
  private void close(char bracket) {
    if (!open.contains(bracket)) {
      finish();
      return;
    }
    while (open.element() != bracket) {
      out.append(open.pop());
    }
    open.pop();
    take(1);
    afterValue = true;
    closed = open.isEmpty();
  }

  /** Ends the value here, closing whatever is open; unless something was still to come. */
  private void finish() {
    torn = !afterValue;
    while (!open.isEmpty()) {
      out.append(open.pop());
    }
    ended = true;
  }

  private void string(char quote) {
    int from = place;
    place++;
    while (place < text.length() && text.charAt(place) != quote) {
      place += text.charAt(place) == '\\' ? 2 : 1;
    }
    if (place >= text.length()) {
      place = text.length();
      torn = true;
      return;
    }
    place++;
    out.append(text, from, place);
    afterValue = true;
  }

  private void word() {
    separate();
    int from = place;
    while (place < text.length() && isOfWord(text.charAt(place))) {
      place++;
    }
    if (place == from) {
      take(1);
      return;
    }
    String word = text.substring(from, place);
    out.append(WORDS.getOrDefault(word, word));
    afterValue = true;
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || "+-._$".indexOf(c) >= 0;
  }

  private void skipTo(String mark) {
    int at = text.indexOf(mark, place);
    place = at < 0 ? text.length() : at + mark.length();
  }

  private void take(int length) {
    out.append(text, place, place + length);
    place += length;
  }
}
