package cambio.dialect.cohere;

import cambio.wire.JsonReader;
import cambio.wire.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Parts of the form {@code {"type":"document","document":…}}, in which the dialect holds facts. */
final class Documents {

  private Documents() {}

  /** The document within a part; null where the part is something else. */
  static @Nullable String within(String part) {
    @Nullable String document = null;
    boolean typed = false;
    try (JsonReader json = JsonReader.of(part)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "type" -> typed = "document".equals(json.string());
          case "document" -> document = json.raw();
          default -> json.skip();
        }
      }
    } catch (IOException e) {
      return null;
    }
    return typed ? document : null;
  }

  /** A document as a part. */
  static String part(String document) {
    return "{\"type\":\"document\",\"document\":" + JsonText.escapeLoneSurrogates(document) + "}";
  }
}
