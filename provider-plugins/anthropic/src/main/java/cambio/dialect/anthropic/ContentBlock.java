package cambio.dialect.anthropic;

import cambio.wire.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content block as one frame or body shows it: whole, or at its beginning.
 *
 * @param input raw JSON of a call's arguments, where there are any
 * @param raw the block's JSON, kept only where its type is unknown here
 */
record ContentBlock(
    String type,
    @Nullable String id,
    @Nullable String name,
    @Nullable String text,
    @Nullable String thinking,
    @Nullable String signature,
    @Nullable String data,
    @Nullable String input,
    List<String> citations,
    String raw) {

  /** Whether the block has a canonical form. */
  boolean known() {
    return isKnown(type);
  }

  private static boolean isKnown(String type) {
    return switch (type) {
      case "text", "thinking", "redacted_thinking", "tool_use" -> true;
      default -> false;
    };
  }

  /** Reads the block in this slice. */
  static ContentBlock read(byte[] bytes, int offset, int length) throws IOException {
    String type = "";
    @Nullable String id = null;
    @Nullable String name = null;
    @Nullable String text = null;
    @Nullable String thinking = null;
    @Nullable String signature = null;
    @Nullable String data = null;
    @Nullable String input = null;
    List<String> citations = new ArrayList<>(0);
    try (JsonReader json = JsonReader.of(bytes, offset, length)) {
      for (String member = json.firstMember(); member != null; member = json.nextMember()) {
        switch (member) {
          case "type" -> type = orEmpty(json.string());
          case "id" -> id = json.string();
          case "name" -> name = json.string();
          case "text" -> text = json.string();
          case "thinking" -> thinking = json.string();
          case "signature" -> signature = json.string();
          case "data" -> data = json.string();
          case "input" -> input = json.isNull() ? null : json.raw();
          case "citations" -> citations(json, citations);
          default -> json.skip();
        }
      }
    }
    String raw = isKnown(type) ? "" : new String(bytes, offset, length, StandardCharsets.UTF_8);
    return new ContentBlock(
        type, id, name, text, thinking, signature, data, input, List.copyOf(citations), raw);
  }

  private static void citations(JsonReader json, List<String> citations) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      citations.add(json.raw());
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
