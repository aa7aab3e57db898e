package cambio.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON value to memory. Free-form JSON is written as the text that it came as; lone
 * surrogates are written as escapes, so the bytes are always legal UTF-8.
 *
 * <pre>{@code
 * JsonWriter json = new JsonWriter();
 * json.object().member("model", "m").member("n", 2).name("stop").array().value("x").end().end();
 * byte[] bytes = json.toBytes();
 * }</pre>
 *
 * <p>It writes straight into the array that it hands out: a library's generator costs more to set
 * up than an answer takes to write. Not safe for use by several threads at once.
 */
public final class JsonWriter {

  /** Deepest nesting that is written. */
  public static final int MAX_DEPTH = 1_000;

  private static final double LARGEST_EXACT = 9_007_199_254_740_992.0;
  private static final int FIRST_SIZE = 512;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** What ASCII becomes within a string: 0 itself, 1 a six-character escape, else the letter. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  /** The closing bracket of every open object and array. */
  private byte[] closers = new byte[16];

  private int depth;
  private boolean first = true;
  private boolean named;

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, ' ', (byte) 1);
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    return escapes;
  }

  /** Opens an object. */
  public JsonWriter object() {
    return open('{', '}');
  }

  /** Opens an array. */
  public JsonWriter array() {
    return open('[', ']');
  }

  private JsonWriter open(char bracket, char closer) {
    begin(1);
    bytes[length++] = (byte) bracket;
    if (depth == MAX_DEPTH) {
      throw new IllegalStateException("depth: over " + MAX_DEPTH);
    }
    if (depth == closers.length) {
      closers = Arrays.copyOf(closers, 2 * depth);
    }
    closers[depth++] = (byte) closer;
    first = true;
    return this;
  }

  /** Closes the innermost object or array. */
  public JsonWriter end() {
    if (depth == 0 || named) {
      throw new IllegalStateException(named ? "a name without a value" : "nothing is open");
    }
    room(1);
    bytes[length++] = closers[--depth];
    first = false;
    return this;
  }

  /** A member's name; its value follows. */
  public JsonWriter name(String name) {
    if (named || !inObject()) {
      throw new IllegalStateException("a name where none can stand");
    }
    separate();
    string(name, true);
    room(1);
    bytes[length++] = ':';
    named = true;
    return this;
  }

  /** A string. */
  public JsonWriter value(String text) {
    begin(0);
    string(text, false);
    return this;
  }

  /** An integer. */
  public JsonWriter value(long number) {
    return ascii(Long.toString(number));
  }

  /** A number; without a fraction where it has none, so that 1.0 is written as {@code 1}. */
  public JsonWriter value(double number) {
    if (number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT) {
      return value((long) number);
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("number: " + number + " (expected: finite)");
    }
    return ascii(Double.toString(number));
  }

  /** A boolean. */
  public JsonWriter value(boolean truth) {
    return literal(truth ? TRUE : FALSE);
  }

  /** {@code null}. */
  public JsonWriter nullValue() {
    return literal(NULL);
  }

  /** Raw JSON, which must be one legal value. */
  public JsonWriter raw(String json) {
    return literal(JsonText.escapeLoneSurrogates(json).getBytes(StandardCharsets.UTF_8));
  }

  /** A member with a string; left out where it is null. */
  public JsonWriter member(String name, @Nullable String text) {
    return text == null ? this : name(name).value(text);
  }

  /** A member with an integer; left out where it is null. */
  public JsonWriter member(String name, @Nullable Integer number) {
    return number == null ? this : name(name).value(number.longValue());
  }

  /** A member with an integer; left out where it is null. */
  public JsonWriter member(String name, @Nullable Long number) {
    return number == null ? this : name(name).value(number.longValue());
  }

  /** A member with a number; left out where it is null. */
  public JsonWriter member(String name, @Nullable Double number) {
    return number == null ? this : name(name).value(number.doubleValue());
  }

  /** A member with a boolean; left out where it is null. */
  public JsonWriter member(String name, @Nullable Boolean truth) {
    return truth == null ? this : name(name).value(truth.booleanValue());
  }

  /** A member with raw JSON; left out where it is null. */
  public JsonWriter rawMember(String name, @Nullable String json) {
    return json == null ? this : name(name).raw(json);
  }

  /** What was written. What is still open is closed. */
  public byte[] toBytes() {
    close();
    return Arrays.copyOf(bytes, length);
  }

  /** What was written, as text. What is still open is closed. */
  public String toText() {
    close();
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void close() {
    while (depth > 0) {
      end();
    }
  }

  private boolean inObject() {
    return depth > 0 && closers[depth - 1] == '}';
  }

  /** Before a value, of this many bytes at least. */
  private void begin(int size) {
    if (named) {
      named = false;
    } else if (inObject() || depth == 0 && !first) {
      throw new IllegalStateException("a value where none can stand");
    } else {
      separate();
    }
    room(size);
  }

  private void separate() {
    if (first) {
      first = false;
    } else {
      room(1);
      bytes[length++] = ',';
    }
  }

  private JsonWriter literal(byte[] text) {
    begin(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  private JsonWriter ascii(String text) {
    begin(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** A lone surrogate becomes an escape, or (in a name) the sign for what cannot be read. */
  private void string(String text, boolean replaceLone) {
    int end = text.length();
    // Most texts are plain ASCII and stay as they are; what is longer makes room for itself.
    room(end + 2);
    bytes[length++] = '"';
    int i = plain(text, 0);
    while (i < end) {
      char c = text.charAt(i);
      if (c < 128) {
        escape(c);
        i++;
      } else {
        i += beyondAscii(text, i, c, replaceLone);
      }
      room(end - i + 1);
      i = plain(text, i);
    }
    bytes[length++] = '"';
  }

  /** Copies what needs no escape, for which there is room, and says where that ends. */
  private int plain(String text, int from) {
    byte[] to = bytes;
    int at = length;
    int end = text.length();
    int i = from;
    for (; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 128 || ESCAPES[c] != 0) {
        break;
      }
      to[at++] = (byte) c;
    }
    length = at;
    return i;
  }

  private void escape(char c) {
    room(6);
    byte letter = ESCAPES[c];
    if (letter == 1) {
      unicode(c);
    } else {
      bytes[length++] = '\\';
      bytes[length++] = letter;
    }
  }

  private int unicode(char c) {
    room(6);
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    bytes[length++] = HEX[c >> 12];
    bytes[length++] = HEX[c >> 8 & 15];
    bytes[length++] = HEX[c >> 4 & 15];
    bytes[length++] = HEX[c & 15];
    return 1;
  }

  /** Writes a character beyond ASCII and says how many chars it was. */
  private int beyondAscii(String text, int i, char c, boolean replaceLone) {
    room(6);
    if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | c >> 6);
      bytes[length++] = (byte) (0x80 | c & 0x3f);
      return 1;
    }
    if (!Character.isSurrogate(c)) {
      bytes[length++] = (byte) (0xe0 | c >> 12);
      bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
      bytes[length++] = (byte) (0x80 | c & 0x3f);
      return 1;
    }
    int point = text.codePointAt(i);
    if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      return replaceLone ? beyondAscii("\ufffd", 0, '\ufffd', false) : unicode(c);
    }
    bytes[length++] = (byte) (0xf0 | point >> 18);
    bytes[length++] = (byte) (0x80 | point >> 12 & 0x3f);
    bytes[length++] = (byte) (0x80 | point >> 6 & 0x3f);
    bytes[length++] = (byte) (0x80 | point & 0x3f);
    return 2;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
