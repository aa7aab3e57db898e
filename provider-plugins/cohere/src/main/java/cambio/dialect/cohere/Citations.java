package cambio.dialect.cohere;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a citation into the canonical annotation: {@code url_citation} where its first source has
 * an address, {@code file_citation} for other documents and tools' answers. The citation itself
 * stands in {@code citation}, so that nothing is lost.
 */
final class Citations {

  /** What the first source says of itself. */
  private static final class Source {
    private @Nullable String id;
    private @Nullable String url;
    private @Nullable String title;

    void read(JsonReader json) throws IOException {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "id" -> id = json.string();
          case "document", "tool_output" -> facts(json);
          default -> json.skip();
        }
      }
    }

    private void facts(JsonReader json) throws IOException {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "url" -> url = json.string();
          case "title" -> title = json.string();
          default -> json.skip();
        }
      }
    }
  }

  private Citations() {}

  static String annotation(String citation) throws IOException {
    Source source = new Source();
    int start = -1;
    int end = -1;
    @Nullable String text = null;
    try (JsonReader json = JsonReader.of(citation)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "start" -> start = json.integer(-1);
          case "end" -> end = json.integer(-1);
          case "text" -> text = json.string();
          case "sources" -> firstOf(json, source);
          default -> json.skip();
        }
      }
    }
    String type = source.url == null ? "file_citation" : "url_citation";
    JsonWriter out = new JsonWriter().object().member("type", type).name(type).object();
    if (source.url == null) {
      out.member("file_id", source.id).member("filename", source.title);
    } else {
      out.member("url", source.url).member("title", source.title);
    }
    if (start >= 0 && end >= start) {
      out.member("start_index", (Integer) start).member("end_index", (Integer) end);
    }
    return out.member("content", text).rawMember("citation", citation).end().end().toText();
  }

  private static void firstOf(JsonReader json, Source source) throws IOException {
    boolean first = true;
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      if (first) {
        source.read(json);
      } else {
        json.skip();
      }
      first = false;
    }
  }
}
