package cambio.dialect.cohere;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Members;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads recorded messages and their parts. */
final class RecordedParts {

  private RecordedParts() {}

  /**
   * One message.
   *
   * @param documents of the whole request, which stand with the last question
   */
  static Message message(Members turn, List<ContentPart> documents) {
    String role = turn.requiredText("role");
    List<ContentPart> parts = parts(turn.path() + ".content", turn.any("content"));
    return switch (role) {
      case "system" ->
          new Message.Instruction(Message.InstructionRole.SYSTEM, parts, null, Extras.none());
      case "user" -> {
        List<ContentPart> all = new ArrayList<>(documents);
        all.addAll(parts);
        yield new Message.User(all, null, Extras.none());
      }
      case "assistant" -> assistant(turn, parts);
      case "tool" ->
          new Message.ToolResult(
              turn.requiredText("tool_call_id"), parts, null, false, Extras.none());
      default -> throw new UnreadableRequest(turn.path() + ".role", "unknown: " + role);
    };
  }

  /** The request's documents: plain texts as files, all others as they are. */
  static List<ContentPart> documents(Members body) {
    List<ContentPart> parts = new ArrayList<>();
    for (JsonNode node : body.list("documents")) {
      JsonNode data = node.path("data");
      boolean plain =
          node.size() == (node.has("id") ? 2 : 1) && data.size() == 1 && data.has("text");
      if (plain) {
        byte[] text = data.path("text").asText().getBytes(StandardCharsets.UTF_8);
        MediaSource source =
            new MediaSource.Base64("text/plain", Base64.getEncoder().encodeToString(text));
        parts.add(new ContentPart.File(source, node.path("id").textValue(), null));
      } else {
        parts.add(opaque("{\"type\":\"document\",\"document\":" + node + "}"));
      }
    }
    return parts;
  }

  private static Message assistant(Members turn, List<ContentPart> content) {
    List<ContentPart> parts = new ArrayList<>(content);
    String plan = turn.text("tool_plan");
    if (plan != null) {
      parts.add(
          new ContentPart.Reasoning(ReasoningKind.TEXT, plan, null, null, Reasonings.PLAN_FORMAT));
    }
    for (JsonNode node : turn.list("tool_calls")) {
      Members call = Members.of(turn.path() + ".tool_calls[]", node);
      call.text("type");
      Members function = call.object("function");
      if (function == null) {
        throw new UnreadableRequest(call.path() + ".function", "missing");
      }
      parts.add(
          new ContentPart.ToolCall(
              call.requiredText("id"),
              function.requiredText("name"),
              function.requiredText("arguments"),
              null,
              null));
      function.requireAllRead();
      call.requireAllRead();
    }
    return new Message.Assistant(parts, null, false, Extras.none());
  }

  private static List<ContentPart> parts(String path, @Nullable JsonNode content) {
    List<ContentPart> parts = new ArrayList<>();
    if (content != null && content.isTextual()) {
      parts.add(ContentPart.text(content.textValue()));
    } else if (content != null) {
      content.forEach(node -> parts.add(part(path, node)));
    }
    return parts;
  }

  /** A part with members that have no canonical place travels as it is. */
  private static ContentPart part(String path, JsonNode node) {
    try {
      return part(Members.of(path + "[]", node));
    } catch (UnreadableRequest e) {
      return opaque(node.toString());
    }
  }

  private static ContentPart part(Members part) {
    String type = part.requiredText("type");
    ContentPart read =
        switch (type) {
          case "text" -> ContentPart.text(part.requiredText("text"));
          case "thinking" ->
              new ContentPart.Reasoning(
                  ReasoningKind.TEXT, part.requiredText("thinking"), null, null, null);
          case "image_url" -> image(part.object("image_url"));
          case "document" -> {
            part.any("document");
            yield opaque(part.toJson());
          }
          default -> throw new UnreadableRequest(part.path() + ".type", "unknown: " + type);
        };
    part.requireAllRead();
    return read;
  }

  private static ContentPart image(@Nullable Members image) {
    if (image == null) {
      throw new UnreadableRequest("image_url", "missing");
    }
    String url = image.requiredText("url");
    String detail = image.text("detail");
    image.requireAllRead();
    int comma = url.indexOf(";base64,");
    MediaSource source =
        url.startsWith("data:") && comma > 0
            ? new MediaSource.Base64(url.substring(5, comma), url.substring(comma + 8))
            : new MediaSource.Url(url);
    return new ContentPart.Image(source, detail, null);
  }

  private static ContentPart opaque(String json) {
    return new ContentPart.Opaque(ChatAdapter.DIALECT, json);
  }
}
