package cambio.server.surface;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonText;
import cambio.wire.SafeText;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a caller's JSON in one pass and refuses what is wrong with the member's path in the
 * message. Stricter than the readers of providers' answers: a second member of the same name, a
 * wrong type, a lone surrogate and deep nesting are errors.
 *
 * <p>The reader stands on a value; every method that reads one leaves it on the value's last token.
 * {@code null} reads as absent. All readers throw {@link FailureException} for what the caller did
 * wrong and {@link IOException} where the text is no JSON.
 */
public final class StrictJson implements AutoCloseable {

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 200;

  private static final int SHOWN = 40;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Else two bytes that look like UTF-16 are read as such, and places are wrong.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(64 * 1024)
                  .build())
          .build();

  private final byte[] bytes;
  private final JsonParser parser;

  private StrictJson(byte[] bytes, JsonParser parser) {
    this.bytes = bytes;
    this.parser = parser;
  }

  /**
   * A reader that stands on the first value of a body.
   *
   * @throws IOException where there is none
   */
  public static StrictJson of(byte[] bytes) throws IOException {
    byte[] body = withoutMark(bytes);
    StrictJson json = new StrictJson(body, FACTORY.createParser(body));
    json.parser.nextToken();
    return json;
  }

  /** Some editors put a byte order mark before the text. */
  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  /** Whether the value is an object. */
  public boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /** Whether the value is an array. */
  public boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** Whether the value is a string. */
  public boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  /** Whether the value is a number. */
  public boolean isNumber() {
    JsonToken token = parser.currentToken();
    return token != null && token.isNumeric();
  }

  /** Whether the value is {@code null}. */
  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /**
   * Enters an object: its first member's name, with the reader on the member's value; null where
   * the object is empty or the value is {@code null}.
   */
  public @Nullable String firstMember() throws IOException {
    if (isNull()) {
      return null;
    }
    if (!isObject()) {
      throw wrong("an object");
    }
    return nextMember();
  }

  /** The next member's name, with the reader on its value; null at the end of the object. */
  public @Nullable String nextMember() throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String name = parser.currentName();
    parser.nextToken();
    return name;
  }

  /** Enters an array; false where it is empty or the value is {@code null}. */
  public boolean firstElement() throws IOException {
    if (isNull()) {
      return false;
    }
    if (!isArray()) {
      throw wrong("an array");
    }
    return nextElement();
  }

  /** The next element of the array that the reader is in; false at its end. */
  public boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Skips the value. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /** A string, or null where the value is {@code null}. */
  public @Nullable String text() throws IOException {
    return isNull() ? null : requiredText();
  }

  /** A string. */
  public String requiredText() throws IOException {
    if (!isText()) {
      throw wrong("a text");
    }
    String text = parser.getText();
    if (!JsonText.isWellFormed(text)) {
      throw refused("the text has a lone surrogate (expected: valid Unicode)");
    }
    return text;
  }

  /** One of these words, or null where the value is {@code null}. */
  public @Nullable String word(String... allowed) throws IOException {
    String text = text();
    if (text != null && !Arrays.asList(allowed).contains(text)) {
      throw notOneOf(text, allowed);
    }
    return text;
  }

  /** An array of strings, or a lone string, which counts as an array of one. */
  public List<String> texts() throws IOException {
    if (isText()) {
      return List.of(requiredText());
    }
    List<String> texts = new ArrayList<>();
    for (boolean more = firstElement(); more; more = nextElement()) {
      texts.add(requiredText());
    }
    return texts;
  }

  /** An integer within bounds, or null where the value is {@code null}. */
  public @Nullable Integer integer(int least, int most) throws IOException {
    Long value = longInteger(least, most);
    return value == null ? null : value.intValue();
  }

  /** An integer within bounds, or null where the value is {@code null}. */
  public @Nullable Long longInteger(long least, long most) throws IOException {
    if (isNull()) {
      return null;
    }
    String expected = "an integer from " + least + " to " + most;
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(expected);
    }
    boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!fits || parser.getLongValue() < least || parser.getLongValue() > most) {
      throw wrong(expected);
    }
    return parser.getLongValue();
  }

  /** A number within bounds, or null where the value is {@code null}. */
  public @Nullable Double number(double least, double most) throws IOException {
    if (isNull()) {
      return null;
    }
    double value = isNumber() ? parser.getDoubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw wrong("a number from " + plain(least) + " to " + plain(most));
    }
    return value;
  }

  /** A number's digits as they were sent. */
  public String numberText() throws IOException {
    return parser.getText();
  }

  /** A boolean, or null where the value is {@code null}. */
  public @Nullable Boolean bool() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw wrong("true or false");
    };
  }

  /** The value's JSON text, byte for byte as it was sent. */
  public String raw() throws IOException {
    return rawFrom(mark());
  }

  /** Where the value begins, for {@link #rawFrom}. */
  public int mark() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /**
   * The JSON text from a mark to the end of the value that the reader stands on, byte for byte; for
   * an object that turns out to have no canonical form once it is read.
   */
  public String rawFrom(int start) throws IOException {
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (raw.indexOf('\ufffd') >= 0 && raw.getBytes(StandardCharsets.UTF_8).length != end - start) {
      throw refused("the bytes are no UTF-8");
    }
    return raw;
  }

  /**
   * Makes sure that nothing but white space follows the value.
   *
   * @throws IOException where something does
   */
  public void requireEnd() throws IOException {
    if (parser.nextToken() != null) {
      throw new FailureException(
          Failure.of(
              FailureKind.INVALID_REQUEST,
              "The body has a second JSON value after the first (line "
                  + parser.currentTokenLocation().getLineNr()
                  + "). Send one object."));
    }
  }

  /** Where the reader stands, in the form {@code messages[2].content}; empty at the root. */
  public String path() {
    StringBuilder path = new StringBuilder();
    JsonStreamContext context = parser.getParsingContext();
    boolean entered = isObject() || isArray();
    appendPath(entered ? parent(context) : context, path);
    return path.toString();
  }

  /** The refusal of the value for what it is: {@code field: "x" (expected: …)}. */
  public FailureException wrong(String expected) throws IOException {
    return refused(shown() + " (expected: " + expected + ")");
  }

  /** The refusal of a word that is none of those allowed. */
  public FailureException notOneOf(String word, String... allowed) {
    return refused(quoted(word) + " (expected one of " + String.join(", ", allowed) + ")");
  }

  /** A refusal at the place where the reader stands. */
  public FailureException refused(String what) {
    return refusal(path(), what);
  }

  /** A refusal of a field. */
  public static FailureException refusal(String field, String what) {
    String message = field.isEmpty() ? "The body: " + what : field + ": " + what;
    if (field.isEmpty()) {
      return new FailureException(Failure.of(FailureKind.INVALID_REQUEST, message));
    }
    return new FailureException(Failure.invalid(field, message));
  }

  /**
   * A word from the caller as a message may show it: in quotes, short, without what looks secret.
   */
  public static String quoted(String word) {
    String safe = SafeText.of(word);
    return '"' + (safe.length() > SHOWN ? safe.substring(0, SHOWN) + "…" : safe) + '"';
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private String shown() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> quoted(parser.getText());
      case VALUE_NULL -> "null";
      case null -> "nothing";
      default -> {
        String text = parser.getText();
        yield text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      }
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static JsonStreamContext parent(JsonStreamContext context) {
    JsonStreamContext parent = context.getParent();
    return parent == null ? context : parent;
  }

  private static void appendPath(JsonStreamContext context, StringBuilder path) {
    JsonStreamContext parent = context.getParent();
    if (parent == null) {
      return;
    }
    appendPath(parent, path);
    if (context.inArray() && context.hasCurrentIndex()) {
      path.append('[').append(context.getCurrentIndex()).append(']');
    } else if (context.inObject() && context.getCurrentName() != null) {
      path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
    }
  }
}
