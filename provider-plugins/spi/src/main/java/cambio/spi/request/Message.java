package cambio.spi.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Each variant carries the raw members of its dialect that have no
 * canonical place.
 */
public sealed interface Message {

  /** The content, in order; possibly empty for an assistant that only calls tools. */
  List<ContentPart> content();

  /** Raw members of the message in the caller's dialect without a canonical place. */
  Extras extras();

  /** Who speaks in an {@link Instruction}. */
  enum InstructionRole {
    SYSTEM,
    DEVELOPER
  }

  /** What the operator of the application tells the model. */
  record Instruction(
      InstructionRole role, List<ContentPart> content, @Nullable String name, Extras extras)
      implements Message {
    public Instruction {
      content = List.copyOf(content);
    }
  }

  /** What the user says. */
  record User(List<ContentPart> content, @Nullable String name, Extras extras) implements Message {
    public User {
      content = List.copyOf(content);
    }
  }

  /**
   * What the model said before. Text, reasoning, refusals and tool calls stand in the order in
   * which the model made them.
   *
   * @param prefix whether the answer is to continue this message (the last one only)
   */
  record Assistant(List<ContentPart> content, @Nullable String name, boolean prefix, Extras extras)
      implements Message {
    public Assistant {
      content = List.copyOf(content);
    }

    /** The tool calls among the parts, in order. */
    public List<ContentPart.ToolCall> toolCalls() {
      return content.stream()
          .filter(ContentPart.ToolCall.class::isInstance)
          .map(ContentPart.ToolCall.class::cast)
          .toList();
    }
  }

  /**
   * What a tool answered.
   *
   * @param toolCallId the id of the call that it answers
   * @param name the function's name, where the caller repeats it
   * @param error whether the tool failed and the content says how
   */
  record ToolResult(
      String toolCallId,
      List<ContentPart> content,
      @Nullable String name,
      boolean error,
      Extras extras)
      implements Message {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /** A system message of plain text. */
  static Message system(String text) {
    return new Instruction(
        InstructionRole.SYSTEM, List.of(ContentPart.text(text)), null, Extras.none());
  }

  /** A user message of plain text. */
  static Message user(String text) {
    return new User(List.of(ContentPart.text(text)), null, Extras.none());
  }

  /** An assistant message of plain text. */
  static Message assistant(String text) {
    return new Assistant(List.of(ContentPart.text(text)), null, false, Extras.none());
  }

  /** A tool's answer of plain text. */
  static Message toolResult(String toolCallId, String text) {
    return new ToolResult(toolCallId, List.of(ContentPart.text(text)), null, false, Extras.none());
  }
}
