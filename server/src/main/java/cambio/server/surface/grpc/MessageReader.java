package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.ContentReader.emptyToNull;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.v1.ReasoningDetail;
import cambio.v1.Role;
import cambio.v1.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a conversation. A reader reads one: it remembers the tool calls that results may answer.
 */
final class MessageReader {

  private static final int LONGEST_NAME = 64;

  private final Violations violations;
  private final OpaqueReader opaques;
  private final ContentReader contents;
  private final Adjustments adjustments;
  private final Set<String> calls = new HashSet<>();

  MessageReader(
      Violations violations,
      OpaqueReader opaques,
      ContentReader contents,
      Adjustments adjustments) {
    this.violations = violations;
    this.opaques = opaques;
    this.contents = contents;
    this.adjustments = adjustments;
  }

  /** The conversation; messages that are wrong are noted and left out. */
  List<Message> messages(List<cambio.v1.Message> messages) {
    violations.require(!messages.isEmpty(), "messages", "empty (expected: at least one message)");
    List<Message> read = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      Message message = message("messages[" + i + "]", messages.get(i), i == messages.size() - 1);
      if (message != null) {
        read.add(message);
      }
    }
    return read;
  }

  private @Nullable Message message(String field, cambio.v1.Message message, boolean last) {
    checkPlace(field, message, last);
    List<ContentPart> content = contents.parts(field + ".content", message.getContentList());
    String name = violations.text(field + ".name", message.getName(), LONGEST_NAME);
    return switch (message.getRole()) {
      case ROLE_SYSTEM ->
          new Message.Instruction(Message.InstructionRole.SYSTEM, content, name, Extras.none());
      case ROLE_DEVELOPER ->
          new Message.Instruction(Message.InstructionRole.DEVELOPER, content, name, Extras.none());
      case ROLE_USER -> new Message.User(content, name, Extras.none());
      case ROLE_ASSISTANT -> assistant(field, message, content, name);
      case ROLE_TOOL ->
          new Message.ToolResult(
              toolCallId(field, message), content, name, message.getToolError(), Extras.none());
      case ROLE_UNSPECIFIED, UNRECOGNIZED -> {
        violations.add(
            field + ".role",
            (message.getRoleValue() == 0 ? "not set" : "unknown: " + message.getRoleValue())
                + " (expected: ROLE_SYSTEM, ROLE_DEVELOPER, ROLE_USER, ROLE_ASSISTANT or"
                + " ROLE_TOOL)");
        yield null;
      }
    };
  }

  /** Members that only some roles have. */
  private void checkPlace(String field, cambio.v1.Message message, boolean last) {
    boolean assistant = message.getRole() == Role.ROLE_ASSISTANT;
    if (!assistant) {
      String only = "set on another role (expected: on ROLE_ASSISTANT only)";
      violations.require(message.getToolCallsCount() == 0, field + ".tool_calls", only);
      violations.require(
          message.getReasoningDetailsCount() == 0, field + ".reasoning_details", only);
      violations.require(message.getRefusal().isEmpty(), field + ".refusal", only);
      violations.require(message.getAnnotationsCount() == 0, field + ".annotations", only);
    }
    if (message.getRole() != Role.ROLE_TOOL) {
      String only = "set on another role (expected: on ROLE_TOOL only)";
      violations.require(message.getToolCallId().isEmpty(), field + ".tool_call_id", only);
      violations.require(!message.getToolError(), field + ".tool_error", only);
    }
    violations.require(
        !message.getPrefix() || (assistant && last),
        field + ".prefix",
        "true (expected: only in the last message, with ROLE_ASSISTANT)");
    boolean speaks =
        message.getContentCount() > 0
            || message.getToolCallsCount() > 0
            || message.getReasoningDetailsCount() > 0
            || !message.getRefusal().isEmpty();
    violations.require(speaks, field + ".content", "empty (expected: at least one part)");
  }

  private String toolCallId(String field, cambio.v1.Message message) {
    String id = message.getToolCallId();
    if (id.isEmpty()) {
      violations.add(
          field + ".tool_call_id", "empty (expected: the id of the call that this answers)");
    } else if (!calls.contains(id)) {
      violations.add(
          field + ".tool_call_id",
          Violations.shown(id)
              + " (expected: the id of a call in tool_calls of an earlier assistant message)");
    }
    return id;
  }

  private Message assistant(
      String field, cambio.v1.Message message, List<ContentPart> content, @Nullable String name) {
    List<ContentPart> parts = new ArrayList<>();
    for (int i = 0; i < message.getReasoningDetailsCount(); i++) {
      ContentPart reasoning =
          reasoning(field + ".reasoning_details[" + i + "]", message.getReasoningDetails(i));
      if (reasoning != null) {
        parts.add(reasoning);
      }
    }
    parts.addAll(content);
    if (!message.getRefusal().isEmpty()) {
      parts.add(new ContentPart.Refusal(message.getRefusal()));
    }
    for (int i = 0; i < message.getToolCallsCount(); i++) {
      ContentPart call = toolCall(field + ".tool_calls[" + i + "]", message.getToolCalls(i));
      if (call != null) {
        parts.add(call);
      }
    }
    if (message.getAnnotationsCount() > 0) {
      adjustments.dropped(
          field + ".annotations", "Annotations of earlier answers are not sent to providers.");
    }
    return new Message.Assistant(parts, name, message.getPrefix(), Extras.none());
  }

  private @Nullable ContentPart reasoning(String field, ReasoningDetail detail) {
    ReasoningKind kind;
    String text;
    switch (detail.getDetailCase()) {
      case TEXT -> {
        kind = ReasoningKind.TEXT;
        text = detail.getText();
      }
      case SUMMARY -> {
        kind = ReasoningKind.SUMMARY;
        text = detail.getSummary();
      }
      case ENCRYPTED -> {
        kind = ReasoningKind.ENCRYPTED;
        text = detail.getEncrypted();
      }
      case DETAIL_NOT_SET -> {
        violations.add(field, "empty (expected: one of text, summary, encrypted)");
        return null;
      }
      default -> throw new IllegalStateException("unknown case " + detail.getDetailCase());
    }
    return new ContentPart.Reasoning(
        kind,
        text,
        emptyToNull(detail.getSignature()),
        emptyToNull(detail.getId()),
        emptyToNull(detail.getFormat()));
  }

  private @Nullable ContentPart toolCall(String field, ToolCall call) {
    if (call.getId().isEmpty()) {
      violations.add(field + ".id", "empty (expected: the id that came with the call)");
    }
    calls.add(call.getId());
    return switch (call.getCallCase()) {
      case FUNCTION -> {
        violations.require(
            !call.getFunction().getName().isEmpty(),
            field + ".function.name",
            "empty (expected: the name that came with the call)");
        yield new ContentPart.ToolCall(
            call.getId(),
            call.getFunction().getName(),
            call.getFunction().getArgumentsJson(),
            emptyToNull(call.getSignature()),
            null);
      }
      case OPAQUE ->
          new ContentPart.Opaque(
              opaques.dialect(field + ".opaque.dialect", call.getOpaque().getDialect()),
              opaques.json(field + ".opaque", call.getOpaque()));
      case CALL_NOT_SET -> {
        violations.add(field, "empty (expected: one of function, opaque)");
        yield null;
      }
    };
  }
}
