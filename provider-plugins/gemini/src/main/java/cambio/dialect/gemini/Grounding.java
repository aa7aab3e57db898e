package cambio.dialect.gemini;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns grounding and citations into canonical annotations: {@code url_citation} for what lies in
 * the web, {@code file_citation} for what was retrieved from the caller's own documents. A chunk
 * that several passages rest upon gives one annotation a passage; one that none names gives one.
 * The provider's offsets count bytes of a part that a stream has cut, so the passage is given as
 * text instead.
 */
final class Grounding {

  private Grounding() {}

  private record Source(boolean web, @Nullable String uri, @Nullable String title) {}

  private record Support(@Nullable String text, List<Integer> chunks) {}

  /** The annotations of a {@code groundingMetadata} object. */
  static List<String> annotations(String groundingMetadata) throws IOException {
    List<Source> sources = new ArrayList<>();
    List<Support> supports = new ArrayList<>();
    try (JsonReader json = JsonReader.of(groundingMetadata)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "groundingChunks" -> {
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              sources.add(source(json));
            }
          }
          case "groundingSupports" -> {
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              supports.add(support(json));
            }
          }
          default -> json.skip();
        }
      }
    }
    return annotations(sources, supports);
  }

  /** The annotations of a {@code citationMetadata} object. */
  static List<String> citations(String citationMetadata) throws IOException {
    List<String> annotations = new ArrayList<>();
    try (JsonReader json = JsonReader.of(citationMetadata)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (name.equals("citationSources") || name.equals("citations")) {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            annotations.add(annotation(page(json, true), null));
          }
        } else {
          json.skip();
        }
      }
    }
    return annotations;
  }

  private static List<String> annotations(List<Source> sources, List<Support> supports) {
    List<String> annotations = new ArrayList<>();
    boolean[] named = new boolean[sources.size()];
    for (Support support : supports) {
      for (int chunk : support.chunks()) {
        if (chunk >= 0 && chunk < sources.size()) {
          named[chunk] = true;
          annotations.add(annotation(sources.get(chunk), support.text()));
        }
      }
    }
    for (int chunk = 0; chunk < sources.size(); chunk++) {
      if (!named[chunk]) {
        annotations.add(annotation(sources.get(chunk), null));
      }
    }
    return annotations;
  }

  private static Source source(JsonReader json) throws IOException {
    Source source = new Source(false, null, null);
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "web", "maps", "image" -> source = page(json, true);
        case "retrievedContext" -> source = page(json, false);
        default -> json.skip();
      }
    }
    return source;
  }

  private static Source page(JsonReader json, boolean web) throws IOException {
    @Nullable String uri = null;
    @Nullable String title = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "uri", "sourceUri" -> uri = json.string();
        case "title" -> title = json.string();
        default -> json.skip();
      }
    }
    return new Source(web, uri, title);
  }

  private static Support support(JsonReader json) throws IOException {
    @Nullable String text = null;
    List<Integer> chunks = new ArrayList<>();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "segment" -> text = segment(json);
        case "groundingChunkIndices" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            chunks.add(json.integer(-1));
          }
        }
        default -> json.skip();
      }
    }
    return new Support(text, chunks);
  }

  private static @Nullable String segment(JsonReader json) throws IOException {
    @Nullable String text = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("text")) {
        text = json.string();
      } else {
        json.skip();
      }
    }
    return text;
  }

  private static String annotation(Source source, @Nullable String passage) {
    String type = source.web() ? "url_citation" : "file_citation";
    JsonWriter out = new JsonWriter().object().member("type", type).name(type).object();
    if (source.web()) {
      out.member("url", source.uri()).member("title", source.title());
    } else {
      out.member("filename", source.title()).member("url", source.uri());
    }
    return out.member("content", passage).end().end().toText();
  }
}
