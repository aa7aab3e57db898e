package cambio.server.surface.grpc;

import cambio.v1.Annotation;
import cambio.v1.FileCitation;
import cambio.v1.Opaque;
import cambio.v1.UrlCitation;
import cambio.wire.JsonReader;
import java.io.IOException;

/**
 * Makes the contract's annotations of canonical ones, which are JSON objects with a {@code type}
 * and a member of that name. A kind that the contract does not know stays JSON.
 */
final class AnnotationReader {

  private AnnotationReader() {}

  static Annotation read(String json) {
    Annotation.Builder annotation = Annotation.newBuilder();
    try (JsonReader reader = JsonReader.of(json)) {
      for (String name = reader.firstMember(); name != null; name = reader.nextMember()) {
        switch (name) {
          case "url_citation" -> annotation.setUrlCitation(urlCitation(reader));
          case "file_citation" -> annotation.setFileCitation(fileCitation(reader));
          default -> reader.skip();
        }
      }
    } catch (IOException e) {
      annotation.clear();
    }
    if (annotation.getAnnotationCase() == Annotation.AnnotationCase.ANNOTATION_NOT_SET) {
      annotation.setOpaque(Opaque.newBuilder().setJson(json));
    }
    return annotation.build();
  }

  private static UrlCitation urlCitation(JsonReader json) throws IOException {
    UrlCitation.Builder citation = UrlCitation.newBuilder();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "url" -> citation.setUrl(text(json));
        case "title" -> citation.setTitle(text(json));
        case "content" -> citation.setContent(text(json));
        case "start_index" -> citation.setStartIndex(json.integer(0));
        case "end_index" -> citation.setEndIndex(json.integer(0));
        default -> json.skip();
      }
    }
    return citation.build();
  }

  private static FileCitation fileCitation(JsonReader json) throws IOException {
    FileCitation.Builder citation = FileCitation.newBuilder();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "file_id" -> citation.setFileId(text(json));
        case "filename" -> citation.setFilename(text(json));
        case "hash" -> citation.setHash(text(json));
        case "content" -> citation.setContent(text(json));
        case "start_index" -> citation.setStartIndex(json.integer(0));
        case "end_index" -> citation.setEndIndex(json.integer(0));
        default -> json.skip();
      }
    }
    return citation.build();
  }

  private static String text(JsonReader json) throws IOException {
    String text = json.string();
    return text == null ? "" : text;
  }
}
