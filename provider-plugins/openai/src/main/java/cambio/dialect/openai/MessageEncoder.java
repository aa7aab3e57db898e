package cambio.dialect.openai;

import cambio.spi.Adjustment;
import cambio.spi.EncodeContext;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.Message;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes messages. */
final class MessageEncoder {

  private final JsonWriter json;
  private final EncodeContext context;
  private final Quirks quirks;
  private final ParameterTable table;
  private final List<Adjustment> adjustments;
  private final ContentEncoder content;
  private final HistoryReasoningEncoder reasoning;

  MessageEncoder(
      JsonWriter json, EncodeContext context, ParameterTable table, List<Adjustment> adjustments) {
    this.json = json;
    this.context = context;
    this.quirks = context.endpoint().quirks();
    this.table = table;
    this.adjustments = adjustments;
    this.content = new ContentEncoder(json, quirks, adjustments);
    this.reasoning = new HistoryReasoningEncoder(json, quirks, adjustments);
  }

  void encode(Message message, boolean last) {
    json.object();
    switch (message) {
      case Message.Instruction instruction -> {
        json.member("role", role(instruction));
        content.member(instruction.content());
        json.member("name", instruction.name());
      }
      case Message.User user -> {
        json.member("role", "user");
        content.member(user.content());
        json.member("name", user.name());
      }
      case Message.Assistant assistant -> assistant(assistant, last);
      case Message.ToolResult result -> {
        json.member("role", "tool").member("tool_call_id", callId(result.toolCallId()));
        content.member(result.content());
        json.member("name", result.name());
      }
    }
    extras(message.extras());
    json.end();
  }

  private String callId(String id) {
    return ChatOption.CALL_ID.is(quirks, "nine") ? CallIds.nine(id) : id;
  }

  private String role(Message.Instruction instruction) {
    String role = ChatOption.INSTRUCTION_ROLE.of(quirks);
    return role.equals("as_is") ? instruction.role().name().toLowerCase(Locale.ROOT) : role;
  }

  private void assistant(Message.Assistant assistant, boolean last) {
    List<ContentPart> spoken = new ArrayList<>();
    List<ContentPart.ToolCall> calls = new ArrayList<>();
    List<ContentPart.Reasoning> thoughts = new ArrayList<>();
    StringBuilder refusal = new StringBuilder();
    for (ContentPart part : assistant.content()) {
      switch (part) {
        case ContentPart.ToolCall call -> calls.add(call);
        case ContentPart.Reasoning thought -> {
          boolean asPart = reasoning.asPart(thought);
          if (asPart) {
            spoken.add(thought);
          } else {
            thoughts.add(thought);
          }
        }
        case ContentPart.Refusal refused -> refusal.append(refused.text());
        default -> spoken.add(part);
      }
    }
    json.member("role", "assistant");
    if (!spoken.isEmpty()) {
      content.member(spoken);
    } else {
      emptyContent(calls.isEmpty() && refusal.isEmpty());
    }
    json.member("name", assistant.name());
    if (!refusal.isEmpty()) {
      json.member("refusal", refusal.toString());
    }
    reasoning.members(thoughts);
    calls(calls);
    boolean member = ChatOption.PREFIX.is(quirks, "member");
    if (last && assistant.prefix() && member && table.of(Parameter.PREFIX).honoured()) {
      json.member("prefix", true);
    }
  }

  private void emptyContent(boolean required) {
    String empty = ChatOption.EMPTY_CONTENT.of(quirks);
    if (required || empty.equals("empty")) {
      json.member("content", "");
    } else if (empty.equals("null")) {
      json.name("content").nullValue();
    }
  }

  private void calls(List<ContentPart.ToolCall> calls) {
    if (calls.isEmpty()) {
      return;
    }
    json.name("tool_calls").array();
    for (ContentPart.ToolCall call : calls) {
      json.object()
          .member("id", callId(call.id()))
          .member("type", "function")
          .name("function")
          .object();
      json.member("name", call.name()).member("arguments", call.arguments()).end();
      if (!ChatOption.CACHE_CONTROL.is(quirks, "none")) {
        CacheMarks.write(json, call.cacheHint());
      }
      signature(call.signature());
      json.end();
    }
    json.end();
  }

  private void signature(@Nullable String signature) {
    String path = ChatOption.CALL_SIGNATURE.of(quirks);
    if (signature == null) {
      return;
    }
    if (path.isEmpty()) {
      adjustments.add(
          Adjustment.dropped("messages.tool_calls.signature", "The endpoint takes no signatures."));
      return;
    }
    List<String> names = List.of(path.split("\\.", -1));
    names.subList(0, names.size() - 1).forEach(name -> json.name(name).object());
    json.member(names.getLast(), signature);
    names.subList(0, names.size() - 1).forEach(name -> json.end());
  }

  private void extras(Extras extras) {
    if (extras.dialect().equals(OpenAiChatAdapter.DIALECT)) {
      if (context.extras()) {
        extras.members().forEach(json::rawMember);
      }
    } else {
      extras
          .members()
          .keySet()
          .forEach(name ->
              adjustments.add(
                  Adjustment.dropped("messages." + name, "Only its own dialect knows it.")));
    }
  }
}
