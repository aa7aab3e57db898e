package cambio.dialect.responses;

import cambio.spi.request.CacheHint;
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

/**
 * Reads recorded input items as messages: what the model said, thought and called in a row is one
 * assistant's message. An item that no canonical part can say whole is opaque.
 */
final class InputReading {

  private static final Set<String> CALL =
      Set.of("type", "id", "status", "call_id", "name", "arguments", "input");

  private final Map<String, String> options;
  private final CustomTools custom;
  private final List<Message> messages = new ArrayList<>();
  private final List<ContentPart> turn = new ArrayList<>();

  InputReading(Map<String, String> options, CustomTools custom) {
    this.options = options;
    this.custom = custom;
  }

  List<Message> messages() {
    endTurn();
    return messages;
  }

  /** Reads an item; one with members that have no canonical place travels as it is. */
  void read(Members item, JsonNode raw) {
    try {
      canonical(item, raw);
    } catch (UnreadableRequest e) {
      turn.add(opaque(raw));
    }
  }

  private void canonical(Members item, JsonNode raw) {
    String type = raw.path("type").asText("message");
    boolean freeText = custom.has(raw.path("name").asText());
    switch (type) {
      case "message" -> message(item);
      case "reasoning" -> reasoning(item);
      case "function_call", "custom_tool_call" -> {
        boolean plain = CALL.containsAll(item.unread());
        boolean right = freeText == type.equals("custom_tool_call");
        turn.add(plain && right ? call(item) : opaque(raw));
      }
      case "function_call_output", "custom_tool_call_output" -> {
        Message result =
            new Message.ToolResult(
                item.requiredText("call_id"), content(item, "output"), null, false, Extras.none());
        item.text("type");
        item.text("id");
        item.text("status");
        item.requireAllRead();
        endTurn();
        messages.add(result);
      }
      default -> turn.add(opaque(raw));
    }
  }

  private static ContentPart opaque(JsonNode raw) {
    return new ContentPart.Opaque(ResponsesAdapter.DIALECT, raw.toString());
  }

  private void endTurn() {
    if (!turn.isEmpty()) {
      messages.add(new Message.Assistant(turn, null, false, Extras.none()));
      turn.clear();
    }
  }

  private void message(Members message) {
    String role = message.requiredText("role");
    List<ContentPart> content = content(message, "content");
    message.text("type");
    message.text("id");
    message.text("status");
    message.requireAllRead();
    if (role.equals("assistant")) {
      boolean another = !turn.isEmpty() && PartEncoder.isSpoken(turn.getLast());
      if (another || content.isEmpty()) {
        endTurn();
      }
      turn.addAll(content);
      if (content.isEmpty()) {
        messages.add(new Message.Assistant(List.of(), null, false, Extras.none()));
      }
      return;
    }
    endTurn();
    messages.add(
        switch (role) {
          case "user" -> new Message.User(content, null, Extras.none());
          case "system" ->
              new Message.Instruction(Message.InstructionRole.SYSTEM, content, null, Extras.none());
          case "developer" ->
              new Message.Instruction(
                  Message.InstructionRole.DEVELOPER, content, null, Extras.none());
          default -> throw new UnreadableRequest(message.path() + ".role", role);
        });
  }

  private void reasoning(Members item) {
    String id = item.text("id");
    List<ContentPart> parts = new ArrayList<>();
    texts(item, "summary", ReasoningKind.SUMMARY, id, parts);
    texts(item, "content", ReasoningKind.TEXT, id, parts);
    String encrypted = item.text("encrypted_content");
    if (encrypted != null) {
      parts.add(new ContentPart.Reasoning(ReasoningKind.ENCRYPTED, encrypted, null, id, null));
    } else {
      options.put("history_reasoning", "all");
    }
    item.text("type");
    item.text("status");
    item.requireAllRead();
    if (parts.isEmpty()) {
      throw new UnreadableRequest(item.path(), "reasoning that says nothing");
    }
    turn.addAll(parts);
  }

  private static void texts(
      Members item,
      String member,
      ReasoningKind kind,
      @Nullable String id,
      List<ContentPart> parts) {
    for (JsonNode node : item.list(member)) {
      Members text = Members.of(item.path() + "." + member, node);
      text.requiredText("type");
      parts.add(new ContentPart.Reasoning(kind, text.requiredText("text"), null, id, null));
      text.requireAllRead();
    }
  }

  private static ContentPart call(Members call) {
    String arguments = call.text("arguments");
    String input = call.text("input");
    return new ContentPart.ToolCall(
        call.requiredText("call_id"),
        call.requiredText("name"),
        arguments == null ? String.valueOf(input) : arguments,
        null,
        null);
  }

  private List<ContentPart> content(Members message, String member) {
    JsonNode content = message.any(member);
    if (content == null || content.isTextual() && content.textValue().isEmpty()) {
      return List.of();
    }
    if (content.isTextual()) {
      return List.of(ContentPart.text(content.textValue()));
    }
    List<ContentPart> parts = new ArrayList<>();
    for (JsonNode part : content) {
      parts.add(part(Members.of(message.path() + "." + member + "[]", part), part));
    }
    return parts;
  }

  private ContentPart part(Members part, JsonNode raw) {
    String type = part.requiredText("type");
    CacheHint hint = part.object("prompt_cache_breakpoint") == null ? null : new CacheHint(null);
    if (hint != null) {
      options.put("cache_control", "breakpoint");
    }
    ContentPart read =
        switch (type) {
          case "input_text" -> new ContentPart.Text(part.requiredText("text"), hint);
          case "output_text" -> {
            part.any("annotations");
            part.any("logprobs");
            yield new ContentPart.Text(part.requiredText("text"), hint);
          }
          case "refusal" -> new ContentPart.Refusal(part.requiredText("refusal"));
          case "input_image" -> image(part, raw, hint);
          case "input_file" -> file(part, raw, hint);
          default -> opaque(raw);
        };
    if (!(read instanceof ContentPart.Opaque)) {
      part.requireAllRead();
    }
    return read;
  }

  private static ContentPart image(Members part, JsonNode raw, @Nullable CacheHint hint) {
    String url = part.text("image_url");
    String id = part.text("file_id");
    MediaSource source =
        id != null ? new MediaSource.FileId(id) : url == null ? null : source(url, true);
    return source == null ? opaque(raw) : new ContentPart.Image(source, part.text("detail"), hint);
  }

  private static ContentPart file(Members part, JsonNode raw, @Nullable CacheHint hint) {
    String data = part.text("file_data");
    String url = part.text("file_url");
    String id = part.text("file_id");
    MediaSource source =
        id != null
            ? new MediaSource.FileId(id)
            : url != null ? new MediaSource.Url(url) : data == null ? null : source(data, false);
    // The API takes data as a data URL only: what is none is sent as it is, to be refused there.
    return source == null ? opaque(raw) : new ContentPart.File(source, part.text("filename"), hint);
  }

  private static @Nullable MediaSource source(String url, boolean link) {
    int comma = url.indexOf(";base64,");
    if (url.startsWith("data:") && comma > 5) {
      return new MediaSource.Base64(url.substring(5, comma), url.substring(comma + 8));
    }
    return link ? new MediaSource.Url(url) : null;
  }
}
