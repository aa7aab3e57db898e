package cambio.server.structured;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Repairs JSON that a model wrote almost right: within a code fence or prose, with missing closing
 * brackets or commas, commas too many, single quotes, bare keys, comments, or Python's words. What
 * is missing is never invented: a text that ends within a string, or before a value, was cut off
 * and stays as it is; and no part of it is taken for the whole.
 *
 * <p>Reading is left to Jackson's lenient parser; brackets, commas and words are put right before.
 * (The libraries that repair more do so by guessing, and would make something of any text.) Takes
 * milliseconds: not for event loops. Safe from any thread.
 */
final class JsonHealer {

  /** What is longer is left as it is. */
  private static final int LONGEST_CHARS = 1 << 20;

  private static final String FENCE = "```";
  private static final int MOST_STARTS = 16;
  private static final int MAX_DEPTH = 200;

  private static final JsonFactory STRICT =
      JsonFactory.builder().streamReadConstraints(constraints()).build();

  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(constraints())
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private JsonHealer() {}

  private static StreamReadConstraints constraints() {
    return StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
  }

  /**
   * Repairs a text.
   *
   * @param objectsOnly whether only an object will do; else an array, too
   * @return JSON; the same text where it is right, or where nothing can be made of it
   */
  static String heal(String text, boolean objectsOnly) {
    if (text.length() > LONGEST_CHARS || legal(text)) {
      return text;
    }
    int fence = text.indexOf(FENCE);
    String json = fence < 0 ? null : longest(text, fence + FENCE.length(), objectsOnly);
    json = json == null ? longest(text, 0, objectsOnly) : json;
    return json == null ? text : json;
  }

  /** The longest JSON that begins at or after a place; null where there is none. */
  private static @Nullable String longest(String text, int after, boolean objectsOnly) {
    String best = null;
    int longest = 0;
    int from = after;
    for (int tries = 0; tries < MOST_STARTS; tries++) {
      int start = start(text, from, objectsOnly);
      if (start < 0) {
        break;
      }
      JsonOutline outline = JsonOutline.of(text, start);
      String json = json(text, start, outline);
      int length = outline.end() - start;
      if (json != null && length > longest) {
        best = json;
        longest = length;
      }
      // What lies within is a part of it, and not what was asked for.
      from = outline.end();
    }
    return best;
  }

  private static @Nullable String json(String text, int start, JsonOutline outline) {
    String asIs = text.substring(start, outline.end());
    if (outline.whole() && legal(asIs)) {
      return asIs;
    }
    String repaired = outline.repaired();
    return repaired == null ? null : rewritten(repaired);
  }

  private static int start(String text, int from, boolean objectsOnly) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || c == '[' && !objectsOnly) {
        return i;
      }
    }
    return -1;
  }

  private static boolean legal(String text) {
    try (JsonParser parser = STRICT.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same as strict JSON; null where it is not even lenient JSON. */
  private static @Nullable String rewritten(String lenient) {
    StringWriter out = new StringWriter(lenient.length());
    try (JsonParser parser = LENIENT.createParser(lenient);
        JsonGenerator json = STRICT.createGenerator(out)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isNumeric()) {
          // Every digit as the model wrote it.
          json.writeNumber(parser.getText());
        } else {
          json.copyCurrentEvent(parser);
        }
      }
    } catch (IOException e) {
      return null;
    }
    String strict = out.toString();
    return legal(strict) ? strict : null;
  }
}
