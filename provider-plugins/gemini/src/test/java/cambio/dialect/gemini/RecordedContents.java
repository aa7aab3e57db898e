package cambio.dialect.gemini;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Members;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the turns of a recorded conversation. */
final class RecordedContents {

  private static final Set<String> KNOWN =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse");

  /** A call that waits for its result. */
  private record Open(String id, String name) {}

  private final Map<String, String> options;
  private final List<Open> open = new ArrayList<>();
  private int made;

  RecordedContents(Map<String, String> options) {
    this.options = options;
  }

  Message instruction(Members system) {
    system.text("role");
    List<ContentPart> parts = new ArrayList<>();
    for (JsonNode node : system.list("parts")) {
      part(Members.of(system.path() + ".parts", node), node, parts);
    }
    system.requireAllRead();
    return new Message.Instruction(Message.InstructionRole.SYSTEM, parts, null, Extras.none());
  }

  void turn(Members turn, List<Message> messages) {
    String role = turn.text("role");
    List<JsonNode> nodes = turn.list("parts");
    turn.requireAllRead();
    List<ContentPart> parts = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      Members part = Members.of(turn.path() + ".parts[" + i + "]", node);
      if (node.has("functionResponse") && node.size() == 1) {
        messages.add(result(part));
      } else {
        part(part, node, parts);
      }
    }
    switch (role) {
      case "model" -> messages.add(new Message.Assistant(parts, null, false, Extras.none()));
      case null -> messages.add(new Message.User(parts, null, Extras.none()));
      case "user", "function" -> {
        if (!parts.isEmpty()) {
          messages.add(new Message.User(parts, null, Extras.none()));
        }
      }
      default -> throw new UnreadableRequest(turn.path() + ".role", "unknown: " + role);
    }
  }

  private void part(Members part, JsonNode node, List<ContentPart> parts) {
    boolean own = false;
    for (String name : (Iterable<String>) node::fieldNames) {
      own |= !KNOWN.contains(name);
    }
    if (own || node.has("functionResponse")) {
      parts.add(new ContentPart.Opaque(GeminiAdapter.DIALECT, node.toString()));
      return;
    }
    String signature = part.text("thoughtSignature");
    boolean thought = Boolean.TRUE.equals(part.bool("thought"));
    String text = part.text("text");
    Members call = part.object("functionCall");
    if (call != null) {
      parts.add(call(call, signature));
    } else if (thought) {
      parts.add(
          new ContentPart.Reasoning(
              ReasoningKind.TEXT, text == null ? "" : text, signature, null, "google-gemini-v1"));
    } else {
      parts.add(text == null ? media(part) : ContentPart.text(text));
      if (signature != null) {
        parts.add(
            new ContentPart.Reasoning(
                ReasoningKind.ENCRYPTED, signature, null, null, "google-gemini-v1"));
      }
    }
    part.requireAllRead();
  }

  private ContentPart call(Members call, @Nullable String signature) {
    String id = call.text("id");
    String name = call.requiredText("name");
    String args = call.raw("args");
    call.requireAllRead();
    String known = id == null ? "call_gm_recorded_0_" + made++ : id;
    open.add(new Open(known, name));
    return new ContentPart.ToolCall(known, name, args == null ? "" : args, signature, null);
  }

  private Message result(Members part) {
    Members response = part.object("functionResponse");
    if (response == null) {
      throw new UnreadableRequest(part.path() + ".functionResponse", "missing");
    }
    String id = response.text("id");
    String name = response.requiredText("name");
    List<ContentPart> content = new ArrayList<>();
    String said = response.raw("response");
    content.add(ContentPart.text(said == null ? "" : said));
    for (JsonNode node : response.list("parts")) {
      options.put("tool_media", "within");
      Members media = Members.of(response.path() + ".parts", node);
      content.add(media(media));
      media.requireAllRead();
    }
    response.requireAllRead();
    return new Message.ToolResult(
        id == null ? answered(name) : id, content, name, false, Extras.none());
  }

  /** The id of the oldest call of this function that has no result yet. */
  private String answered(String name) {
    for (Open call : open) {
      if (call.name().equals(name)) {
        open.remove(call);
        return call.id();
      }
    }
    return "call_gm_recorded_0_" + made++;
  }

  private static ContentPart media(Members part) {
    Members inline = part.object("inlineData");
    if (inline != null) {
      String type = inline.text("mimeType");
      ContentPart read =
          ofType(type, new MediaSource.Base64(type, inline.requiredText("data")), null);
      inline.requireAllRead();
      return read;
    }
    Members file = part.object("fileData");
    if (file == null) {
      throw new UnreadableRequest(part.path(), "neither text nor media nor a call");
    }
    String type = file.text("mimeType");
    String uri = file.requiredText("fileUri");
    file.requireAllRead();
    String ending = type == null ? null : type.substring(type.indexOf('/') + 1);
    return ofType(type, new MediaSource.Url(uri), "file." + ending);
  }

  private static ContentPart ofType(
      @Nullable String type, MediaSource source, @Nullable String filename) {
    String kind = type == null ? "" : type.replaceFirst("/.*", "");
    return switch (kind) {
      case "image" -> new ContentPart.Image(source, null, null);
      case "audio" -> new ContentPart.Audio(source, null, null);
      case "video" -> new ContentPart.Video(source, null);
      default -> new ContentPart.File(source, filename, null);
    };
  }
}
