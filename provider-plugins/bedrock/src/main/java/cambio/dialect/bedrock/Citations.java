package cambio.dialect.bedrock;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns a citation into an annotation of the canonical shape; the original stands beside it. */
final class Citations {

  private Citations() {}

  static String annotation(String citation) throws IOException {
    @Nullable String title = null;
    @Nullable String url = null;
    StringBuilder cited = new StringBuilder();
    int index = -1;
    try (JsonReader json = JsonReader.of(citation)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "title" -> title = json.string();
          case "sourceContent" -> texts(json, cited);
          case "location" -> {
            for (String kind = json.firstMember(); kind != null; kind = json.nextMember()) {
              for (String key = json.firstMember(); key != null; key = json.nextMember()) {
                switch (key) {
                  case "url" -> url = json.string();
                  case "documentIndex", "searchResultIndex" -> index = json.integer(-1);
                  default -> json.skip();
                }
              }
            }
          }
          default -> json.skip();
        }
      }
    }
    String type = url == null ? "file_citation" : "url_citation";
    JsonWriter out = new JsonWriter().object().member("type", type).name(type).object();
    if (url == null) {
      out.member("filename", title).member("index", index < 0 ? null : index);
    } else {
      out.member("url", url).member("title", title);
    }
    out.member("content", cited.isEmpty() ? null : cited.toString());
    return out.rawMember("citation", citation).end().end().toText();
  }

  /** Joins the texts of an array of {@code {"text": …}}. */
  static void texts(JsonReader json, StringBuilder out) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        String text = name.equals("text") ? json.string() : null;
        if (text != null) {
          out.append(text);
        } else {
          json.skip();
        }
      }
    }
  }
}
