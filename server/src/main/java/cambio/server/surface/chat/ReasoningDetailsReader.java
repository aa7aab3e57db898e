package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code reasoning_details} that an assistant message brings back. */
final class ReasoningDetailsReader {

  private static final String[] TYPES = {
    "reasoning.text", "reasoning.summary", "reasoning.encrypted"
  };

  private final Ignored ignored;

  ReasoningDetailsReader(Ignored ignored) {
    this.ignored = ignored;
  }

  List<ContentPart.Reasoning> read(StrictJson json) throws IOException {
    List<ContentPart.Reasoning> details = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      details.add(detail(json));
    }
    return details;
  }

  private ContentPart.Reasoning detail(StrictJson json) throws IOException {
    String path = json.path();
    String type = null;
    String text = "";
    String signature = null;
    String id = null;
    String format = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> type = json.word(TYPES);
        case "text", "summary", "data" -> text = orEmpty(json.text());
        case "signature" -> signature = json.text();
        case "id" -> id = json.text();
        case "format" -> format = json.text();
        // Their order says the same.
        case "index" -> json.skip();
        default -> ignored.skip(json);
      }
    }
    if (type == null) {
      throw StrictJson.refusal(
          path + ".type", "missing (expected one of " + String.join(", ", TYPES) + ")");
    }
    return new ContentPart.Reasoning(kind(type), text, signature, id, format);
  }

  private static ReasoningKind kind(String type) {
    return switch (type) {
      case "reasoning.summary" -> ReasoningKind.SUMMARY;
      case "reasoning.encrypted" -> ReasoningKind.ENCRYPTED;
      default -> ReasoningKind.TEXT;
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
