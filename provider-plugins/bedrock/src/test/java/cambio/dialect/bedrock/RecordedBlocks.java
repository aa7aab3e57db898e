package cambio.dialect.bedrock;

import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.testkit.Members;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads recorded content blocks. */
final class RecordedBlocks {

  private static final String DIALECT = "bedrock-converse";

  /** Blocks without a canonical form. */
  private static final Set<String> OWN =
      Set.of("citationsContent", "guardContent", "searchResult", "json", "toolResult");

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "pdf", "application/pdf",
          "csv", "text/csv",
          "doc", "application/msword",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xls", "application/vnd.ms-excel",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "html", "text/html",
          "txt", "text/plain",
          "md", "text/markdown");

  private RecordedBlocks() {}

  static void system(List<JsonNode> blocks, List<Message> messages) {
    if (!blocks.isEmpty()) {
      messages.add(
          new Message.Instruction(
              Message.InstructionRole.SYSTEM, parts(blocks), null, Extras.none()));
    }
  }

  static void message(Members message, List<Message> messages) {
    List<JsonNode> blocks = message.list("content");
    String role = message.requiredText("role");
    message.requireAllRead();
    if (role.equals("assistant")) {
      messages.add(new Message.Assistant(parts(blocks), null, false, Extras.none()));
      return;
    }
    List<JsonNode> said = new ArrayList<>();
    for (JsonNode block : blocks) {
      if (block.has("toolResult")) {
        messages.add(result(Members.of("toolResult", block.path("toolResult"))));
      } else if (block.has("cachePoint")
          && said.isEmpty()
          && messages.getLast() instanceof Message.ToolResult result) {
        messages.set(messages.size() - 1, marked(result, cacheHint(block.path("cachePoint"))));
      } else {
        said.add(block);
      }
    }
    if (!said.isEmpty()) {
      messages.add(new Message.User(parts(said), null, Extras.none()));
    }
  }

  static CacheHint cacheHint(JsonNode point) {
    Members members = Members.of("cachePoint", point);
    String ttl = members.text("ttl");
    members.requiredText("type");
    members.requireAllRead();
    return new CacheHint(
        ttl == null ? null : ttl.equals("1h") ? Duration.ofHours(1) : Duration.ofMinutes(5));
  }

  private static Message.ToolResult result(Members result) {
    String status = result.text("status");
    Message.ToolResult message =
        new Message.ToolResult(
            result.requiredText("toolUseId"),
            parts(result.list("content")),
            null,
            "error".equals(status),
            Extras.none());
    result.requireAllRead();
    return message;
  }

  private static Message.ToolResult marked(Message.ToolResult result, CacheHint hint) {
    List<ContentPart> parts = new ArrayList<>(result.content());
    parts.set(parts.size() - 1, marked(parts.getLast(), hint));
    return new Message.ToolResult(result.toolCallId(), parts, null, result.error(), Extras.none());
  }

  private static List<ContentPart> parts(List<JsonNode> blocks) {
    List<ContentPart> parts = new ArrayList<>();
    for (JsonNode block : blocks) {
      boolean point = block.has("cachePoint");
      ContentPart before = parts.isEmpty() ? null : parts.getLast();
      boolean markable =
          before != null
              && before.cacheHint() == null
              && !(before instanceof ContentPart.Opaque)
              && !(before instanceof ContentPart.Reasoning);
      if (point && before != null && markable) {
        parts.set(parts.size() - 1, marked(before, cacheHint(block.path("cachePoint"))));
      } else {
        parts.add(point ? new ContentPart.Opaque(DIALECT, block.toString()) : part(block));
      }
    }
    return parts;
  }

  private static ContentPart marked(ContentPart part, CacheHint hint) {
    return switch (part) {
      case ContentPart.Text p -> new ContentPart.Text(p.text(), hint);
      case ContentPart.Image p -> new ContentPart.Image(p.source(), p.detail(), hint);
      case ContentPart.Audio p -> new ContentPart.Audio(p.source(), p.format(), hint);
      case ContentPart.Video p -> new ContentPart.Video(p.source(), hint);
      case ContentPart.File p -> new ContentPart.File(p.source(), p.filename(), hint);
      case ContentPart.ToolCall p ->
          new ContentPart.ToolCall(p.id(), p.name(), p.arguments(), p.signature(), hint);
      case ContentPart.Reasoning p -> throw new UnreadableRequest("cachePoint", "after reasoning");
      case ContentPart.Refusal p -> throw new UnreadableRequest("cachePoint", "after a refusal");
      case ContentPart.Opaque p -> throw new UnreadableRequest("cachePoint", "after own block");
    };
  }

  /** A block with members that have no canonical place travels as it is. */
  private static ContentPart part(JsonNode block) {
    try {
      return canonical(block);
    } catch (UnreadableRequest e) {
      return new ContentPart.Opaque(DIALECT, block.toString());
    }
  }

  private static ContentPart canonical(JsonNode block) {
    String kind = block.fieldNames().next();
    if (block.size() != 1) {
      throw new UnreadableRequest("content[]", "a union has one member, not " + block.size());
    }
    if (OWN.contains(kind)) {
      return new ContentPart.Opaque(DIALECT, block.toString());
    }
    if (kind.equals("text")) {
      return ContentPart.text(block.path(kind).textValue());
    }
    Members members = Members.of(kind, block.path(kind));
    return switch (kind) {
      case "toolUse" -> call(members, block);
      case "reasoningContent" -> reasoning(members);
      case "image", "document", "video", "audio" -> media(kind, members, block);
      default -> throw new UnreadableRequest("content[]." + kind, "unknown to the reader");
    };
  }

  private static ContentPart call(Members call, JsonNode block) {
    if ("server_tool_use".equals(call.text("type"))) {
      return new ContentPart.Opaque(DIALECT, block.toString());
    }
    ContentPart part =
        new ContentPart.ToolCall(
            call.requiredText("toolUseId"),
            call.requiredText("name"),
            String.valueOf(call.raw("input")),
            null,
            null);
    call.requireAllRead();
    return part;
  }

  private static ContentPart reasoning(Members members) {
    String redacted = members.text("redactedContent");
    if (redacted != null) {
      byte[] data = Base64.getDecoder().decode(redacted);
      String text = new String(data, StandardCharsets.US_ASCII);
      return new ContentPart.Reasoning(ReasoningKind.ENCRYPTED, text, null, null, null);
    }
    Members text = members.object("reasoningText");
    if (text == null) {
      throw new UnreadableRequest("reasoningContent", "unknown to the reader");
    }
    ContentPart part =
        new ContentPart.Reasoning(
            ReasoningKind.TEXT, text.requiredText("text"), text.text("signature"), null, null);
    text.requireAllRead();
    return part;
  }

  private static ContentPart media(String kind, Members media, JsonNode block) {
    String format = media.text("format");
    String name = media.text("name");
    Members source = media.object("source");
    MediaSource where = source == null ? null : source(kind, source, format);
    if (where == null || !media.unread().isEmpty()) {
      // Documents of text or pieces, contexts and citations are this dialect's alone.
      return new ContentPart.Opaque(DIALECT, block.toString());
    }
    return switch (kind) {
      case "image" -> new ContentPart.Image(where, null, null);
      case "video" -> new ContentPart.Video(where, null);
      case "audio" -> new ContentPart.Audio(where, format, null);
      default -> new ContentPart.File(where, name, null);
    };
  }

  private static @Nullable MediaSource source(
      String kind, Members source, @Nullable String format) {
    String bytes = source.text("bytes");
    if (bytes != null && format != null) {
      String type = kind.equals("document") ? DOCUMENTS.get(format) : kind + "/" + format;
      return new MediaSource.Base64(type, bytes);
    }
    JsonNode place = source.peek("s3Location");
    boolean plain = place.size() == 1 && place.path("uri").isTextual();
    return plain ? new MediaSource.Url(place.path("uri").textValue()) : null;
  }
}
