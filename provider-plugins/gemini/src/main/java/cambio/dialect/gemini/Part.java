package cambio.dialect.gemini;

import cambio.wire.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One part of a candidate's content.
 *
 * @param text null where the part is no text
 * @param thought whether it belongs to the model's reasoning
 * @param signature the thought signature, where the part is sealed
 * @param raw the whole part, where it has no canonical form
 */
record Part(
    @Nullable String text,
    boolean thought,
    @Nullable String signature,
    @Nullable Call call,
    @Nullable Media media,
    @Nullable String raw) {

  /** A function call; its arguments are raw JSON. */
  record Call(@Nullable String id, @Nullable String name, String args) {}

  /** Media as base64 data or as a link. */
  record Media(@Nullable String mediaType, String data, @Nullable String uri) {}

  /**
   * Reads the part that the reader stands on.
   *
   * @param bytes what the reader reads
   * @param offset where its payload begins
   */
  static Part read(JsonReader json, byte[] bytes, int offset) throws IOException {
    @Nullable String text = null;
    boolean thought = false;
    @Nullable String signature = null;
    @Nullable Call call = null;
    @Nullable Media media = null;
    boolean other = false;
    int start = json.start();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "text" -> text = json.string();
        case "thought" -> thought = json.bool();
        case "thoughtSignature" -> signature = json.string();
        case "functionCall" -> call = json.isObject() ? call(json) : skipped(json, call);
        case "inlineData", "fileData" ->
            media = json.isObject() ? media(json) : skipped(json, media);
        case "videoMetadata", "mediaResolution", "partMetadata" -> json.skip();
        default -> {
          other = true;
          json.skip();
        }
      }
    }
    int end = json.end();
    boolean says = text != null || call != null || media != null;
    // A member that is new beside a text or a call does not make these unreadable.
    boolean opaque = other && !says || thought && media != null;
    String raw =
        opaque ? new String(bytes, offset + start, end - start, StandardCharsets.UTF_8) : null;
    String seal = signature == null || signature.isEmpty() ? null : signature;
    return new Part(text, thought, seal, call, media, raw);
  }

  private static <T> @Nullable T skipped(JsonReader json, @Nullable T before) throws IOException {
    json.skip();
    return before;
  }

  private static Call call(JsonReader json) throws IOException {
    @Nullable String id = null;
    @Nullable String name = null;
    String args = "{}";
    for (String member = json.firstMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case "id" -> id = json.string();
        case "name" -> name = json.string();
        case "args" -> args = json.isNull() ? "{}" : json.raw();
        default -> json.skip();
      }
    }
    return new Call(id, name, args);
  }

  private static Media media(JsonReader json) throws IOException {
    @Nullable String type = null;
    @Nullable String data = null;
    @Nullable String uri = null;
    for (String member = json.firstMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case "mimeType" -> type = json.string();
        case "data" -> data = json.string();
        case "fileUri" -> uri = json.string();
        default -> json.skip();
      }
    }
    return new Media(type, data == null ? "" : data, uri);
  }
}
