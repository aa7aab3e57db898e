package cambio.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value from an array, token by token and without a tree. The reader stands on a
 * value; every method that reads one leaves it on the value's last token.
 *
 * <pre>{@code
 * try (JsonReader json = JsonReader.of(bytes, offset, length)) {
 *   for (String name = json.firstMember(); name != null; name = json.nextMember()) {
 *     switch (name) {
 *       case "id" -> id = json.string();
 *       case "choices" -> {
 *         for (boolean more = json.firstElement(); more; more = json.nextElement()) {
 *           choice(json);
 *         }
 *       }
 *       default -> json.skip();
 *     }
 *   }
 *   json.requireEnd();
 * }
 * }</pre>
 *
 * <p>Every member's value must be read or skipped. The {@code string}, {@code integer}, … readers
 * are lenient: a value of another type is skipped and read as absent, for providers vary; a surface
 * that must refuse wrong types asks {@link #token} first. Lone surrogates written as escapes are
 * kept as they are, so that a pair that was torn over two chunks joins again.
 *
 * <p>Limits: depth {@value #MAX_DEPTH}, numbers to 1,000 characters. Member names are not interned.
 */
public final class JsonReader implements AutoCloseable {

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 256;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Else two bytes that look like UTF-16 are read as such, and places are wrong.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(64 * 1024)
                  .build())
          .build();

  private final byte[] bytes;
  private final int offset;
  private final JsonParser parser;

  private JsonReader(byte[] bytes, int offset, JsonParser parser) {
    this.bytes = bytes;
    this.offset = offset;
    this.parser = parser;
  }

  /**
   * A reader that stands on the value in these bytes.
   *
   * @throws IOException where there is none
   */
  public static JsonReader of(byte[] bytes, int offset, int length) throws IOException {
    JsonParser parser = FACTORY.createParser(bytes, offset, length);
    JsonReader reader = new JsonReader(bytes, offset, parser);
    try {
      reader.advance();
    } catch (IOException e) {
      parser.close();
      throw e;
    }
    return reader;
  }

  /** A reader of a text. */
  public static JsonReader of(String json) throws IOException {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /** The token that the reader stands on. */
  public JsonToken token() {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IllegalStateException("no token: the value was read to its end");
    }
    return token;
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
  public boolean isString() {
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
   * Enters an object: its first member's name, with the reader on the member's value. Null where
   * the object is empty or the value is no object (which is skipped).
   */
  public @Nullable String firstMember() throws IOException {
    if (!isObject()) {
      skip();
      return null;
    }
    return nextMember();
  }

  /** The next member's name, with the reader on its value; null at the end of the object. */
  public @Nullable String nextMember() throws IOException {
    JsonToken token = advance();
    if (token == JsonToken.END_OBJECT) {
      return null;
    }
    String name = parser.currentName();
    advance();
    return name;
  }

  /**
   * The next element of the array, entered by the first call; false at its end. A value that is no
   * array is skipped and has no elements.
   */
  public boolean firstElement() throws IOException {
    if (!isArray()) {
      skip();
      return false;
    }
    return nextElement();
  }

  /** The next element of the array that the reader is in; false at its end. */
  public boolean nextElement() throws IOException {
    return advance() != JsonToken.END_ARRAY;
  }

  /** Skips the value. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /** A string's value; null (and skipped) where the value is none. */
  public @Nullable String string() throws IOException {
    if (isString()) {
      return parser.getText();
    }
    skip();
    return null;
  }

  /** A string's value, or a number's or boolean's text; null (and skipped) for all else. */
  public @Nullable String scalar() throws IOException {
    JsonToken token = token();
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return parser.getText();
    }
    skip();
    return null;
  }

  /** Whether the value is {@code true}. */
  public boolean bool() throws IOException {
    skip();
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** An integer in int range; {@code otherwise} (and skipped) where the value is none. */
  public int integer(int otherwise) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      return parser.getIntValue();
    }
    skip();
    return otherwise;
  }

  /** A number; {@code otherwise} (and skipped) where the value is none. */
  public double number(double otherwise) throws IOException {
    if (isNumber()) {
      return parser.getDoubleValue();
    }
    skip();
    return otherwise;
  }

  /**
   * A token count: {@link TokenCounts#ABSENT} where the value is null, the count where it is an
   * integer of 0 to 2^31-1, {@link TokenCounts#ABSURD} for all else.
   */
  public int count() throws IOException {
    switch (token()) {
      case VALUE_NULL -> {
        return TokenCounts.ABSENT;
      }
      case VALUE_NUMBER_INT -> {
        boolean fits = parser.getNumberType() == JsonParser.NumberType.INT;
        int value = fits ? parser.getIntValue() : -1;
        return value < 0 ? TokenCounts.ABSURD : value;
      }
      default -> {
        skip();
        return TokenCounts.ABSURD;
      }
    }
  }

  /** The value's JSON text, byte for byte as it was sent. */
  public String raw() throws IOException {
    int start = start();
    int end = end();
    return new String(bytes, offset + start, end - start, StandardCharsets.UTF_8);
  }

  /** Where the value begins, relative to the payload. Asked before the value is read. */
  public int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Reads over the value: where it ends, relative to the payload. */
  public int end() throws IOException {
    parser.skipChildren();
    parser.finishToken();
    return (int) parser.currentLocation().getByteOffset();
  }

  /** Where the reader stands, in the form {@code messages[2].content}; empty at the root. */
  public String path() {
    StringBuilder path = new StringBuilder();
    appendPath(parser.getParsingContext(), path);
    return path.toString();
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

  /**
   * Makes sure that nothing but white space follows the value.
   *
   * @throws IOException where something does
   */
  public void requireEnd() throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "a second value after the first");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private JsonToken advance() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new JsonParseException(parser, "the text ends within a value");
    }
    return token;
  }
}
