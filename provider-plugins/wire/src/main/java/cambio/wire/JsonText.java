package cambio.wire;

import java.io.IOException;

/** JSON kept as text. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Whether the text is one legal JSON value within the limits of {@link JsonReader}. */
  public static boolean isLegal(String json) {
    try (JsonReader reader = JsonReader.of(json)) {
      reader.skip();
      reader.requireEnd();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the text is one legal JSON object. */
  public static boolean isObject(String json) {
    try (JsonReader reader = JsonReader.of(json)) {
      if (!reader.isObject()) {
        return false;
      }
      reader.skip();
      reader.requireEnd();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The text as a JSON string with its quotes; lone surrogates become escapes. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || isLone(text, i)) {
        escape(out, c);
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** Whether UTF-8 can carry the text: every surrogate has its partner. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && isLone(text, i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Raw JSON with its lone surrogates (which can stand in its strings only) written as escapes, so
   * that UTF-8 can carry it.
   */
  public static String escapeLoneSurrogates(String json) {
    if (isWellFormed(json)) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); i++) {
      if (isLone(json, i)) {
        escape(out, json.charAt(i));
      } else {
        out.append(json.charAt(i));
      }
    }
    return out.toString();
  }

  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u")
        .append(HEX.charAt(c >> 12))
        .append(HEX.charAt((c >> 8) & 15))
        .append(HEX.charAt((c >> 4) & 15))
        .append(HEX.charAt(c & 15));
  }
}
