package cambio.fuzz;

import cambio.wire.ErrorBody;
import cambio.wire.JsonReader;
import cambio.wire.JsonText;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The JSON reader and writer: what is read raw can be written and read again. */
public final class JsonFuzz {

  private JsonFuzz() {}

  /** Reads the bytes as JSON and as an error, and writes them again. */
  public static void fuzzerTestOneInput(byte[] data) {
    ErrorBody.of(data);
    String text = new String(data, StandardCharsets.UTF_8);
    if (!JsonText.isLegal(JsonText.quote(text))) {
      throw new IllegalStateException("a quoted text is no JSON");
    }
    try (JsonReader json = JsonReader.of(data, 0, data.length)) {
      walk(json, 0);
      json.requireEnd();
    } catch (IOException expected) {
      return;
    }
    if (JsonText.isLegal(text)) {
      byte[] again = new JsonWriter().array().raw(text).end().toBytes();
      if (!JsonText.isLegal(new String(again, StandardCharsets.UTF_8))) {
        throw new IllegalStateException("legal JSON was written as illegal");
      }
    }
  }

  private static void walk(JsonReader json, int depth) throws IOException {
    if (depth > JsonReader.MAX_DEPTH) {
      throw new IllegalStateException("deeper than the limit");
    }
    if (json.isObject()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        step(name.length(), json, depth);
      }
    } else if (json.isArray()) {
      int place = 0;
      for (boolean more = json.firstElement(); more; more = json.nextElement()) {
        step(place++, json, depth);
      }
    } else {
      json.scalar();
    }
  }

  private static void step(int how, JsonReader json, int depth) throws IOException {
    json.path();
    switch (how % 8) {
      case 0 -> json.string();
      case 1 -> json.integer(0);
      case 2 -> json.count();
      case 3 -> json.raw();
      case 4 -> json.number(0);
      case 5 -> json.bool();
      case 6 -> json.skip();
      default -> walk(json, depth + 1);
    }
  }
}
