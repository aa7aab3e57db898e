package cambio.dialect.openai;

import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Members;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads recorded messages; notes quirks of their shape in the endpoint's options. */
final class ChatMessageReading {

  private final Map<String, String> options;

  ChatMessageReading(Map<String, String> options) {
    this.options = options;
  }

  Message read(Members message) {
    Message read =
        switch (message.requiredText("role")) {
          case "system" -> instruction(Message.InstructionRole.SYSTEM, message);
          case "developer" -> instruction(Message.InstructionRole.DEVELOPER, message);
          case "user" ->
              new Message.User(content(message, false), message.text("name"), Extras.none());
          case "assistant" -> assistant(message);
          case "tool" ->
              new Message.ToolResult(
                  message.requiredText("tool_call_id"),
                  content(message, false),
                  message.text("name"),
                  false,
                  Extras.none());
          case String role -> throw new UnreadableRequest(message.path() + ".role", role);
        };
    if (message.peek("tool_calls").isArray() && message.peek("tool_calls").isEmpty()) {
      message.any("tool_calls");
    }
    // Annotations belong to answers: see the rule of that name.
    message.any("annotations");
    // See the rule of members of messages.
    message.unread().forEach(message::any);
    message.requireAllRead();
    return read;
  }

  private Message instruction(Message.InstructionRole role, Members message) {
    return new Message.Instruction(
        role, content(message, false), message.text("name"), Extras.none());
  }

  private Message assistant(Members message) {
    List<ContentPart> parts = new ArrayList<>(reasoning(message));
    parts.addAll(content(message, true));
    String refusal = message.text("refusal");
    if (refusal != null) {
      parts.add(new ContentPart.Refusal(refusal));
    }
    List<JsonNode> calls = message.list("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      Members call = Members.of(message.path() + ".tool_calls[" + i + "]", calls.get(i));
      Integer index = call.integer("index");
      if (index != null && index != i && index != 0) {
        throw new UnreadableRequest(call.path() + ".index", "another than its place: " + index);
      }
      parts.add(call(call));
    }
    boolean prefix = Boolean.TRUE.equals(message.bool("prefix"));
    if (prefix) {
      options.put("prefix", "member");
    }
    return new Message.Assistant(parts, message.text("name"), prefix, Extras.none());
  }

  private ContentPart call(Members call) {
    String type = call.text("type");
    Members function = call.object("function");
    if (function == null || type != null && !type.equals("function")) {
      throw new UnreadableRequest(call.path(), "no function");
    }
    CacheHint hint = cacheHint(call);
    if (hint != null) {
      options.putIfAbsent("cache_control", "parts");
    }
    ContentPart read =
        new ContentPart.ToolCall(
            call.requiredText("id"),
            function.requiredText("name"),
            function.requiredText("arguments"),
            signature(call.object("extra_content"), "extra_content"),
            hint);
    function.requireAllRead();
    call.requireAllRead();
    return read;
  }

  /** The seal at the end of a chain of objects of one member each. */
  private @Nullable String signature(@Nullable Members members, String path) {
    if (members == null) {
      return null;
    }
    String name = members.unread().size() == 1 ? members.unread().iterator().next() : "";
    if (members.peek(name).isTextual()) {
      options.put("call_signature", path + "." + name);
      return members.text(name);
    }
    if (!members.peek(name).isObject()) {
      throw new UnreadableRequest(members.path(), "no signature");
    }
    return signature(members.object(name), path + "." + name);
  }

  private List<ContentPart> reasoning(Members message) {
    List<ContentPart> parts = new ArrayList<>();
    List<String> places = new ArrayList<>();
    String plain = null;
    for (String name : List.of("reasoning", "reasoning_content")) {
      String text = message.text(name);
      if (text != null) {
        if (plain != null && !plain.equals(text)) {
          throw new UnreadableRequest(message.path() + "." + name, "another text than reasoning");
        }
        plain = text;
        places.add(name);
      }
    }
    List<JsonNode> details = message.list("reasoning_details");
    if (!details.isEmpty()) {
      places.add("reasoning_details");
      details.forEach(node -> parts.add(detail(Members.of(message.path(), node))));
    } else if (plain != null) {
      parts.add(new ContentPart.Reasoning(ReasoningKind.TEXT, plain, null, null, null));
    }
    if (!places.isEmpty()) {
      String place = String.join(",", places);
      String before = options.put("history_reasoning", place);
      if (before != null && !before.equals(place)) {
        throw new UnreadableRequest(message.path(), "reasoning in two ways: " + before);
      }
    }
    return parts;
  }

  private static ContentPart detail(Members detail) {
    String type = detail.requiredText("type");
    ReasoningKind kind =
        switch (type) {
          case "reasoning.text" -> ReasoningKind.TEXT;
          case "reasoning.summary" -> ReasoningKind.SUMMARY;
          case "reasoning.encrypted" -> ReasoningKind.ENCRYPTED;
          default -> throw new UnreadableRequest(detail.path(), type);
        };
    String member =
        switch (kind) {
          case TEXT -> "text";
          case SUMMARY -> "summary";
          case ENCRYPTED -> "data";
        };
    String text = detail.text(member);
    detail.integer("index");
    ContentPart read =
        new ContentPart.Reasoning(
            kind,
            text == null ? "" : text,
            detail.text("signature"),
            detail.text("id"),
            detail.text("format"));
    detail.requireAllRead();
    return read;
  }

  private List<ContentPart> content(Members message, boolean assistant) {
    JsonNode content = message.any("content");
    CacheHint onMessage = cacheHint(message);
    if (onMessage != null) {
      place("message");
    }
    List<ContentPart> parts = new ArrayList<>();
    if (content == null) {
      if (!assistant && !message.has("content")) {
        throw new UnreadableRequest(message.path() + ".content", "missing");
      }
    } else if (content.isTextual()) {
      parts.add(new ContentPart.Text(content.textValue(), onMessage));
    } else if (content.isArray()) {
      int at = 0;
      for (JsonNode node : content) {
        Members part = Members.of(message.path() + ".content[" + at++ + "]", node);
        if (part.peek("type").asText().equals("thinking")) {
          parts.addAll(thinking(part));
        } else {
          parts.add(partOrOwn(part, node));
        }
      }
    } else {
      throw new UnreadableRequest(message.path() + ".content", "neither text nor parts");
    }
    return parts;
  }

  /** A part with members that have no canonical place travels as it is. */
  private ContentPart partOrOwn(Members part, JsonNode node) {
    try {
      return part(part);
    } catch (UnreadableRequest e) {
      return new ContentPart.Opaque(OpenAiChatAdapter.DIALECT, node.toString());
    }
  }

  private ContentPart part(Members part) {
    CacheHint hint = cacheHint(part);
    if (hint != null) {
      place("parts");
    }
    ContentPart read =
        switch (part.requiredText("type")) {
          case "text" -> new ContentPart.Text(part.requiredText("text"), hint);
          case "image_url" -> image(part, hint);
          case "input_audio" -> audio(part, hint);
          case "video_url" -> {
            Members video = inner(part, "video_url");
            MediaSource source = source(video.requiredText("url"));
            video.requireAllRead();
            yield new ContentPart.Video(source, hint);
          }
          case "file" -> file(part, hint);
          case "file_url" -> {
            options.put("file_part", "file_url");
            Members file = inner(part, "file_url");
            MediaSource source = source(file.requiredText("url"));
            file.requireAllRead();
            yield new ContentPart.File(source, part.text("file_name"), hint);
          }
          case "document_url" -> {
            options.put("file_part", "document_url");
            yield new ContentPart.File(
                source(part.requiredText("document_url")), part.text("document_name"), hint);
          }
          case "refusal" -> new ContentPart.Refusal(part.requiredText("refusal"));
          // What the dialect has beyond the canonical parts travels as it is.
          case String type -> {
            part.unread().forEach(part::any);
            yield new ContentPart.Opaque(OpenAiChatAdapter.DIALECT, part.toJson());
          }
        };
    part.requireAllRead();
    return read;
  }

  private List<ContentPart> thinking(Members part) {
    options.put("history_reasoning", "thinking_parts");
    part.text("type");
    List<ContentPart> thoughts = new ArrayList<>();
    for (JsonNode node : part.list("thinking")) {
      Members text = Members.of(part.path() + ".thinking", node);
      thoughts.add(
          new ContentPart.Reasoning(
              ReasoningKind.TEXT, text.requiredText("text"), null, null, null));
      text.text("type");
      text.requireAllRead();
    }
    part.requireAllRead();
    return thoughts;
  }

  private ContentPart image(Members part, @Nullable CacheHint hint) {
    if (part.peek("image_url").isTextual()) {
      options.put("image_url", "string");
      return new ContentPart.Image(source(part.requiredText("image_url")), null, hint);
    }
    Members image = inner(part, "image_url");
    ContentPart read =
        new ContentPart.Image(source(image.requiredText("url")), image.text("detail"), hint);
    image.requireAllRead();
    return read;
  }

  private static ContentPart audio(Members part, @Nullable CacheHint hint) {
    Members audio = inner(part, "input_audio");
    ContentPart read =
        new ContentPart.Audio(
            new MediaSource.Base64(null, audio.requiredText("data")), audio.text("format"), hint);
    audio.requireAllRead();
    return read;
  }

  private static ContentPart file(Members part, @Nullable CacheHint hint) {
    Members file = inner(part, "file");
    String id = file.text("file_id");
    String data = file.text("file_data");
    MediaSource source =
        id != null
            ? new MediaSource.FileId(id)
            : source(data == null ? file.requiredText("file_data") : data);
    ContentPart read = new ContentPart.File(source, file.text("filename"), hint);
    file.requireAllRead();
    return read;
  }

  private static Members inner(Members part, String name) {
    Members inner = part.object(name);
    if (inner == null) {
      throw new UnreadableRequest(part.path() + "." + name, "missing");
    }
    return inner;
  }

  private static MediaSource source(String url) {
    int base64 = url.indexOf(";base64,");
    if (url.startsWith("data:") && base64 > 0) {
      return new MediaSource.Base64(
          url.substring(5, base64), url.substring(base64 + ";base64,".length()));
    }
    return url.contains("://") || url.startsWith("data:")
        ? new MediaSource.Url(url)
        : new MediaSource.Base64(null, url);
  }

  private void place(String where) {
    String before = options.put("cache_control", where);
    if (before != null && !before.equals(where)) {
      throw new UnreadableRequest("cache_control", "on messages and on parts");
    }
  }

  /** The cache mark of an object; null where there is none. */
  static @Nullable CacheHint cacheHint(Members members) {
    Members mark = members.object("cache_control");
    if (mark == null) {
      return null;
    }
    String type = mark.requiredText("type");
    String ttl = mark.text("ttl");
    mark.requireAllRead();
    if (!type.equals("ephemeral")) {
      throw new UnreadableRequest(members.path() + ".cache_control.type", type);
    }
    return new CacheHint(
        ttl == null
            ? null
            : ttl.endsWith("h")
                ? Duration.ofHours(Long.parseLong(ttl.replace("h", "")))
                : Duration.ofMinutes(Long.parseLong(ttl.replace("m", ""))));
  }
}
