package cambio.dialect.anthropic;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads recorded content blocks. */
final class RecordedBlocks {

  /** Blocks that only this dialect knows: what its provider's own tools said, and their like. */
  private static final Set<String> OWN =
      Set.of(
          "server_tool_use",
          "tool_reference",
          "tool_addition",
          "search_result",
          "container_upload",
          "mcp_tool_use",
          "mcp_tool_result",
          "compaction");

  private RecordedBlocks() {}

  static Message instruction(String path, @Nullable JsonNode content) {
    return new Message.Instruction(
        Message.InstructionRole.SYSTEM, parts(path, content), null, Extras.none());
  }

  /** A user's message may hold tools' answers, which are messages of their own. */
  static void user(String path, @Nullable JsonNode content, List<Message> messages) {
    List<ContentPart> said = new ArrayList<>();
    if (content == null || !content.isArray()) {
      messages.add(new Message.User(parts(path, content), null, Extras.none()));
      return;
    }
    for (int i = 0; i < content.size(); i++) {
      String at = path + "[" + i + "]";
      if (content.get(i).path("type").asText().equals("tool_result")) {
        messages.add(toolResult(Members.of(at, content.get(i))));
      } else {
        said.add(part(at, content.get(i)));
      }
    }
    if (!said.isEmpty()) {
      messages.add(new Message.User(said, null, Extras.none()));
    }
  }

  static List<ContentPart> parts(String path, @Nullable JsonNode content) {
    if (content == null) {
      return List.of();
    }
    if (content.isTextual()) {
      return List.of(ContentPart.text(content.textValue()));
    }
    List<ContentPart> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      parts.add(part(path + "[" + i + "]", content.get(i)));
    }
    return parts;
  }

  static @Nullable CacheHint hint(Members members) {
    Members control = members.object("cache_control");
    if (control == null) {
      return null;
    }
    if (!control.requiredText("type").equals("ephemeral")) {
      throw new UnreadableRequest(control.path() + ".type", "unknown");
    }
    String ttl = control.text("ttl");
    control.requireAllRead();
    return new CacheHint(
        ttl == null
            ? null
            : switch (ttl) {
              case "5m" -> Duration.ofMinutes(5);
              case "1h" -> Duration.ofHours(1);
              default -> throw new UnreadableRequest(control.path() + ".ttl", "unknown: " + ttl);
            });
  }

  private static Message toolResult(Members result) {
    result.requiredText("type");
    List<ContentPart> parts =
        new ArrayList<>(parts(result.path() + ".content", result.any("content")));
    CacheHint hint = hint(result);
    if (hint != null) {
      ContentPart last = parts.isEmpty() ? ContentPart.text("") : parts.removeLast();
      parts.add(marked(last, hint, result));
    }
    boolean error = Boolean.TRUE.equals(result.bool("is_error"));
    Message message =
        new Message.ToolResult(
            result.requiredText("tool_use_id"), parts, null, error, Extras.none());
    result.requireAllRead();
    return message;
  }

  private static ContentPart marked(ContentPart part, CacheHint hint, Members result) {
    return switch (part) {
      case ContentPart.Text text -> new ContentPart.Text(text.text(), hint);
      case ContentPart.Image image -> new ContentPart.Image(image.source(), null, hint);
      case ContentPart.File file -> new ContentPart.File(file.source(), file.filename(), hint);
      default -> throw new UnreadableRequest(result.path() + ".cache_control", "after " + part);
    };
  }

  /** A block with members that have no canonical place travels as it is. */
  private static ContentPart part(String path, JsonNode node) {
    try {
      return canonical(path, node);
    } catch (UnreadableRequest e) {
      return new ContentPart.Opaque(MessagesAdapter.DIALECT, node.toString());
    }
  }

  private static ContentPart canonical(String path, JsonNode node) {
    Members block = Members.of(path, node);
    String type = block.requiredText("type");
    boolean toolResult = type.endsWith("_tool_result");
    boolean cited = node.path("citations").isObject() || node.path("citations").isArray();
    boolean composed =
        node.path("source").path("type").asText().equals("content")
            || node.hasNonNull("context")
            || node.hasNonNull("transformations");
    // A call that a program made, and not the model itself.
    boolean programmed =
        !node.path("caller").path("type").asText("direct").equals("direct")
            || node.hasNonNull("toolset_name");
    if (OWN.contains(type) || toolResult || cited || composed || programmed) {
      return new ContentPart.Opaque(MessagesAdapter.DIALECT, node.toString());
    }
    ContentPart part =
        switch (type) {
          case "text" -> new ContentPart.Text(block.requiredText("text"), hint(block));
          case "image" -> new ContentPart.Image(source(block), null, hint(block));
          case "document" -> new ContentPart.File(source(block), block.text("title"), hint(block));
          case "thinking" ->
              new ContentPart.Reasoning(
                  ReasoningKind.TEXT,
                  block.requiredText("thinking"),
                  block.requiredText("signature"),
                  null,
                  null);
          case "redacted_thinking" ->
              new ContentPart.Reasoning(
                  ReasoningKind.ENCRYPTED, block.requiredText("data"), null, null, null);
          case "tool_use" -> toolCall(block);
          default -> throw new UnreadableRequest(path + ".type", "unknown: " + type);
        };
    block.requireAllRead();
    return part;
  }

  private static ContentPart toolCall(Members block) {
    block.any("caller");
    String input = block.raw("input");
    return new ContentPart.ToolCall(
        block.requiredText("id"),
        block.requiredText("name"),
        input == null ? "" : input,
        null,
        hint(block));
  }

  private static MediaSource source(Members block) {
    Members source = block.object("source");
    if (source == null) {
      throw new UnreadableRequest(block.path() + ".source", "missing");
    }
    String type = source.requiredText("type");
    MediaSource read =
        switch (type) {
          case "base64" ->
              new MediaSource.Base64(source.text("media_type"), source.requiredText("data"));
          case "text" ->
              new MediaSource.Base64(
                  source.text("media_type"),
                  Base64.getEncoder()
                      .encodeToString(
                          source.requiredText("data").getBytes(StandardCharsets.UTF_8)));
          case "url" -> new MediaSource.Url(source.requiredText("url"));
          case "file" -> new MediaSource.FileId(source.requiredText("file_id"));
          default -> throw new UnreadableRequest(source.path() + ".type", "unknown: " + type);
        };
    source.requireAllRead();
    return read;
  }
}
