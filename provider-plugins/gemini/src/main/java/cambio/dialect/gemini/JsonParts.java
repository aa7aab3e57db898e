package cambio.dialect.gemini;

import cambio.wire.JsonReader;
import cambio.wire.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text taken apart one level deep; what lies deeper stays text. */
final class JsonParts {

  private JsonParts() {}

  /** An object's members in their order; empty where the value is no object. */
  static Map<String, String> members(String json) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonReader reader = JsonReader.of(json)) {
      for (String name = reader.firstMember(); name != null; name = reader.nextMember()) {
        members.put(name, reader.raw());
      }
      reader.requireEnd();
    }
    return members;
  }

  /** An array's elements; empty where the value is no array. */
  static List<String> elements(String json) throws IOException {
    List<String> elements = new ArrayList<>();
    try (JsonReader reader = JsonReader.of(json)) {
      for (boolean more = reader.firstElement(); more; more = reader.nextElement()) {
        elements.add(reader.raw());
      }
    }
    return elements;
  }

  /** A string's value; null where the value is none. */
  static @Nullable String string(String json) throws IOException {
    try (JsonReader reader = JsonReader.of(json)) {
      return reader.string();
    }
  }

  /** The object of these members. */
  static String object(Map<String, String> members) {
    StringBuilder out = new StringBuilder("{");
    members.forEach((name, raw) ->
        out.append(out.length() > 1 ? "," : "")
            .append(JsonText.quote(name))
            .append(':')
            .append(raw));
    return out.append('}').toString();
  }

  /** The array of these elements. */
  static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }
}
