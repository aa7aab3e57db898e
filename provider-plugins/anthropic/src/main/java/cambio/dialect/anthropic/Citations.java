package cambio.dialect.anthropic;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a citation into the canonical annotation: {@code url_citation} for a page of the web,
 * {@code file_citation} for a document of the prompt. The citation itself stands in {@code
 * citation}, so that nothing is lost.
 */
final class Citations {

  private Citations() {}

  static String annotation(String citation) throws IOException {
    @Nullable String url = null;
    @Nullable String title = null;
    @Nullable String document = null;
    @Nullable String cited = null;
    int index = -1;
    try (JsonReader json = JsonReader.of(citation)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "url", "source" -> url = json.string();
          case "title" -> title = json.string();
          case "document_title" -> document = json.string();
          case "document_index" -> index = json.integer(-1);
          case "cited_text" -> cited = json.string();
          default -> json.skip();
        }
      }
    }
    String type = url == null ? "file_citation" : "url_citation";
    JsonWriter out = new JsonWriter().object().member("type", type).name(type).object();
    if (url == null) {
      out.member("filename", document).member("index", index < 0 ? null : index);
    } else {
      out.member("url", url).member("title", title);
    }
    return out.member("content", cited).rawMember("citation", citation).end().end().toText();
  }
}
