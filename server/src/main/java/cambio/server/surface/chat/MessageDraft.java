package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.ContentPart.ToolCall;
import cambio.spi.request.Extras;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one message, which come in any order; the role says what they mean. */
final class MessageDraft {

  static final String[] ROLES = {"system", "developer", "user", "assistant", "tool"};

  private final String path;
  private final Map<String, String> extras = new LinkedHashMap<>();
  @Nullable String role;
  @Nullable List<ContentPart> content;
  @Nullable String name;
  @Nullable String toolCallId;
  List<ContentPart> toolCalls = List.of();
  @Nullable String refusal;
  @Nullable String reasoning;
  List<ContentPart.Reasoning> reasoningDetails = List.of();
  @Nullable CacheHint cacheHint;
  boolean prefix;

  MessageDraft(String path) {
    this.path = path;
  }

  void extra(String member, String raw) {
    extras.put(member, raw);
  }

  Message toMessage(Set<String> callIds) {
    if (role == null) {
      throw StrictJson.refusal(
          path + ".role", "missing (expected one of " + String.join(", ", ROLES) + ")");
    }
    if (!role.equals("assistant") && !toolCalls.isEmpty()) {
      throw StrictJson.refusal(
          path + ".tool_calls", "of role " + role + " (expected: only of role assistant)");
    }
    return switch (role) {
      case "system" -> instruction(Message.InstructionRole.SYSTEM);
      case "developer" -> instruction(Message.InstructionRole.DEVELOPER);
      case "user" -> new Message.User(marked(requiredContent()), name, extras());
      case "assistant" -> assistant();
      default -> toolResult(callIds);
    };
  }

  private Message instruction(Message.InstructionRole instructionRole) {
    return new Message.Instruction(instructionRole, marked(requiredContent()), name, extras());
  }

  private Message assistant() {
    List<ContentPart> parts = new ArrayList<>();
    if (!reasoningDetails.isEmpty()) {
      reasoningDetails.stream().filter(detail -> !sealsACall(detail)).forEach(parts::add);
    } else if (reasoning != null) {
      parts.add(new ContentPart.Reasoning(ReasoningKind.TEXT, reasoning, null, null, null));
    }
    if (content != null) {
      parts.addAll(content);
    }
    if (refusal != null) {
      parts.add(new ContentPart.Refusal(refusal));
    }
    toolCalls.forEach(call -> parts.add(sealed(call)));
    // OpenRouter's images, OpenAI's audio and the old function_call are content too.
    if (parts.isEmpty() && extras.isEmpty()) {
      throw StrictJson.refusal(
          path + ".content", "missing (expected: content, a refusal or tool calls)");
    }
    return new Message.Assistant(marked(parts), name, prefix, extras());
  }

  /** A seal that a call must come back with is sent as an encrypted detail of the call's id. */
  private boolean sealsACall(ContentPart.Reasoning detail) {
    return detail.kind() == ReasoningKind.ENCRYPTED
        && toolCalls.stream()
            .anyMatch(part -> part instanceof ToolCall call && call.id().equals(detail.id()));
  }

  private ContentPart sealed(ContentPart part) {
    if (!(part instanceof ToolCall call) || call.signature() != null) {
      return part;
    }
    return reasoningDetails.stream()
        .filter(detail -> detail.kind() == ReasoningKind.ENCRYPTED)
        .filter(detail -> call.id().equals(detail.id()))
        .findFirst()
        .<ContentPart>map(detail ->
            new ToolCall(call.id(), call.name(), call.arguments(), detail.text(), call.cacheHint()))
        .orElse(call);
  }

  private Message toolResult(Set<String> callIds) {
    if (toolCallId == null) {
      throw StrictJson.refusal(
          path + ".tool_call_id", "missing (expected: the id of the call that this answers)");
    }
    if (!callIds.contains(toolCallId)) {
      String known = callIds.isEmpty() ? "none" : String.join(", ", callIds);
      throw StrictJson.refusal(
          path + ".tool_call_id",
          StrictJson.quoted(toolCallId)
              + " answers no tool call of an assistant message before it (calls so far: "
              + (known.length() > 200 ? known.substring(0, 200) + "…" : known)
              + ")");
    }
    return new Message.ToolResult(toolCallId, marked(requiredContent()), name, false, extras());
  }

  private List<ContentPart> requiredContent() {
    if (content == null || content.isEmpty()) {
      throw StrictJson.refusal(
          path + ".content",
          (content == null ? "missing" : "[]") + " (expected: a text or at least one part)");
    }
    return content;
  }

  /** A mark on the message means: after its last part. */
  private List<ContentPart> marked(List<ContentPart> parts) {
    if (cacheHint == null || parts.isEmpty()) {
      return parts;
    }
    List<ContentPart> marked = new ArrayList<>(parts);
    marked.set(marked.size() - 1, marked(parts.getLast(), cacheHint));
    return marked;
  }

  /** The same part with a cache mark, where that kind of part can have one. */
  private static ContentPart marked(ContentPart part, CacheHint hint) {
    return switch (part) {
      case ContentPart.Text p -> new ContentPart.Text(p.text(), hint);
      case ContentPart.Image p -> new ContentPart.Image(p.source(), p.detail(), hint);
      case ContentPart.Audio p -> new ContentPart.Audio(p.source(), p.format(), hint);
      case ContentPart.Video p -> new ContentPart.Video(p.source(), hint);
      case ContentPart.File p -> new ContentPart.File(p.source(), p.filename(), hint);
      case ContentPart.ToolCall p ->
          new ContentPart.ToolCall(p.id(), p.name(), p.arguments(), p.signature(), hint);
      case ContentPart.Reasoning p -> p;
      case ContentPart.Refusal p -> p;
      case ContentPart.Opaque p -> p;
    };
  }

  private Extras extras() {
    return extras.isEmpty() ? Extras.none() : new Extras(ChatDialect.NAME, extras);
  }
}
