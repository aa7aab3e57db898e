package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code messages} and checks that every tool result has its call. */
final class MessageReader {

  private final Ignored ignored;
  private final CacheHintReader cacheHints;
  private final ContentReader contents;
  private final ToolCallReader toolCalls;
  private final ReasoningDetailsReader reasoningDetails;

  MessageReader(Ignored ignored) {
    this.ignored = ignored;
    this.cacheHints = new CacheHintReader(ignored);
    this.contents = new ContentReader(ignored, cacheHints);
    this.toolCalls = new ToolCallReader(ignored, cacheHints);
    this.reasoningDetails = new ReasoningDetailsReader(ignored);
  }

  /** The messages; null where the value is {@code null}. */
  @Nullable List<Message> read(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    List<Message> messages = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      messages.add(message(json));
    }
    if (messages.isEmpty()) {
      throw json.refused("[] (expected: at least one message)");
    }
    return messages;
  }

  private Message message(StrictJson json) throws IOException {
    if (!json.isObject()) {
      throw json.wrong("a message, which is an object with a role");
    }
    MessageDraft draft = new MessageDraft(json.path());
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      member(name, json, draft);
    }
    return draft.toMessage(toolCalls.ids());
  }

  private void member(String name, StrictJson json, MessageDraft draft) throws IOException {
    switch (name) {
      case "role" -> draft.role = json.word(MessageDraft.ROLES);
      case "content" -> draft.content = contents.read(json);
      case "name" -> draft.name = json.text();
      case "tool_call_id" -> draft.toolCallId = json.text();
      case "tool_calls" -> toolCalls(json, draft);
      case "refusal" -> draft.refusal = json.text();
      case "reasoning", "reasoning_content" -> reasoning(json, draft);
      case "reasoning_details" -> draft.reasoningDetails = reasoningDetails.read(json);
      case "prefix" -> draft.prefix = Boolean.TRUE.equals(json.bool());
      case "cache_control" -> draft.cacheHint = cacheHints.read(json);
      default -> {
        if (json.isNull()) {
          return;
        }
        draft.extra(name, json.raw());
      }
    }
  }

  private void toolCalls(StrictJson json, MessageDraft draft) throws IOException {
    int mark = json.mark();
    draft.toolCalls = toolCalls.read(json);
    if (toolCalls.custom()) {
      draft.extra("tool_calls", json.rawFrom(mark));
    }
  }

  /** A text under either name; clients that echo an answer send both. */
  private void reasoning(StrictJson json, MessageDraft draft) throws IOException {
    String text = json.text();
    if (text == null) {
      return;
    }
    if (draft.reasoning != null && !draft.reasoning.equals(text)) {
      ignored.add(json.path(), "The message has two different reasonings; the first one counts.");
    } else {
      draft.reasoning = text;
    }
  }
}
