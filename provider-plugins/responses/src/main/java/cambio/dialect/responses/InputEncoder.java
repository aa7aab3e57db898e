package cambio.dialect.responses;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import cambio.wire.RequestBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes messages as input items. What an assistant said, thought and called are items of their own
 * in the order in which the model made them.
 */
final class InputEncoder {

  private final RequestBody body;
  private final JsonWriter json;
  private final Adjustments adjustments;
  private final CustomTools custom;
  private final boolean extras;
  private final PartEncoder parts;
  private final HistoryReasoning reasoning;
  private final Set<String> customCalls = new HashSet<>();

  /**
   * An encoder of one request's messages.
   *
   * @param extras whether raw members of this dialect are forwarded
   */
  InputEncoder(RequestBody body, CustomTools custom, boolean extras) {
    this.body = body;
    this.json = body.json();
    this.adjustments = body.adjustments();
    this.custom = custom;
    this.extras = extras;
    this.parts = new PartEncoder(body);
    this.reasoning = new HistoryReasoning(body);
  }

  /** The texts of the parts in one; other parts are dropped. */
  static String texts(List<ContentPart> content, Adjustments adjustments) {
    StringBuilder text = new StringBuilder();
    for (ContentPart part : content) {
      if (part instanceof ContentPart.Text more) {
        text.append(text.isEmpty() ? "" : "\n\n").append(more.text());
      } else {
        adjustments.dropped("messages.content", "Instructions are text only.");
      }
    }
    return text.toString();
  }

  void encode(Message message) {
    switch (message) {
      case Message.Instruction instruction -> {
        named(instruction.name());
        message(role(instruction), instruction.content(), message.extras());
      }
      case Message.User user -> {
        named(user.name());
        message("user", user.content(), message.extras());
      }
      case Message.Assistant assistant -> {
        named(assistant.name());
        assistant(assistant);
      }
      case Message.ToolResult result -> result(result);
    }
    if (!message.extras().dialect().equals(ResponsesAdapter.DIALECT)) {
      message
          .extras()
          .members()
          .keySet()
          .forEach(
              name -> adjustments.dropped("messages." + name, "Only its own dialect knows it."));
    }
  }

  private void named(@org.jspecify.annotations.Nullable String name) {
    if (name != null) {
      adjustments.dropped("messages.name", "The dialect has no names of speakers.");
    }
  }

  private String role(Message.Instruction instruction) {
    String role = ResponsesOption.INSTRUCTION_ROLE.of(body.quirks());
    return role.equals("as_is") ? instruction.role().name().toLowerCase(Locale.ROOT) : role;
  }

  private void message(String role, List<ContentPart> content, Extras own) {
    json.object().member("role", role).name("content");
    parts.content(content, role.equals("assistant"));
    if (extras && own.dialect().equals(ResponsesAdapter.DIALECT)) {
      own.members().forEach(json::rawMember);
    }
    json.end();
  }

  private void assistant(Message.Assistant assistant) {
    List<ContentPart> said = new ArrayList<>();
    for (ContentPart part : assistant.content()) {
      if (!PartEncoder.isSpoken(part)) {
        flush(said, assistant.extras());
      }
      if (!(part instanceof ContentPart.Reasoning)) {
        reasoning.flush();
      }
      switch (part) {
        case ContentPart.Reasoning thought -> reasoning.add(thought);
        case ContentPart.ToolCall call -> call(call);
        case ContentPart.Opaque opaque -> {
          if (opaque.dialect().equals(ResponsesAdapter.DIALECT)) {
            json.raw(opaque.json());
          } else {
            adjustments.dropped("messages.content", "A part that only its own dialect knows.");
          }
        }
        default -> said.add(part);
      }
    }
    reasoning.flush();
    boolean nothing = assistant.content().isEmpty();
    if (nothing || !said.isEmpty()) {
      message("assistant", said, assistant.extras());
    }
  }

  private void flush(List<ContentPart> said, Extras own) {
    if (!said.isEmpty()) {
      message("assistant", said, own);
      said.clear();
    }
  }

  private void call(ContentPart.ToolCall call) {
    boolean freeText = custom.has(call.name());
    if (freeText) {
      customCalls.add(call.id());
    }
    json.object().member("type", freeText ? "custom_tool_call" : "function_call");
    json.member("call_id", call.id()).member("name", call.name());
    json.member(freeText ? "input" : "arguments", call.arguments()).end();
    if (call.signature() != null) {
      adjustments.dropped("messages.tool_calls.signature", "The endpoint takes no signatures.");
    }
  }

  private void result(Message.ToolResult result) {
    boolean freeText = customCalls.contains(result.toolCallId());
    json.object().member("type", freeText ? "custom_tool_call_output" : "function_call_output");
    json.member("call_id", result.toolCallId()).name("output");
    parts.content(result.content(), false);
    json.end();
  }
}
