package cambio.dialect.responses;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;

/** Turns a flat annotation of this dialect into the canonical one: its members under its type. */
final class Annotations {

  private Annotations() {}

  static String canonical(String annotation) throws IOException {
    String type = "annotation";
    JsonWriter inner = new JsonWriter().object();
    try (JsonReader json = JsonReader.of(annotation)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (name.equals("type") && json.isString()) {
          String said = json.string();
          type = said == null ? type : said;
        } else {
          inner.name(name).raw(json.raw());
        }
      }
    }
    String members = inner.end().toText();
    return new JsonWriter().object().member("type", type).rawMember(type, members).end().toText();
  }
}
