package cambio.dialect.anthropic;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.wire.Adjustments;
import cambio.wire.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation in the shape of this dialect: instructions first, tool results within user
 * messages, nothing empty, nothing that only another dialect knows.
 */
final class Prompt {

  /** The format under which this dialect's reasoning is known elsewhere. */
  static final String REASONING_FORMAT = "anthropic-claude-v1";

  private final Quirks quirks;
  private final Adjustments adjustments;
  private final List<Block> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  private Prompt(Quirks quirks, Adjustments adjustments) {
    this.quirks = quirks;
    this.adjustments = adjustments;
  }

  static Prompt of(
      List<Message> messages, Quirks quirks, ParameterTable table, Adjustments adjustments) {
    Prompt prompt = new Prompt(quirks, adjustments);
    Stretch.of(messages, table).forEach(prompt::read);
    prompt.giveTheUserAWord();
    prompt.trimPrefix();
    return prompt;
  }

  /** The instructions at the front. */
  List<Block> system() {
    return system;
  }

  /** The messages. */
  List<Turn> turns() {
    return turns;
  }

  /** Whether the last message is the assistant's, to be continued. */
  boolean endsInPrefix() {
    return turns.getLast().role().equals("assistant");
  }

  /**
   * Whether the model would have to think on after a tool call that it is not shown to have thought
   * about, which the provider refuses.
   */
  boolean lacksReasoningBeforeTools() {
    int last = turns.size() - 1;
    if (last < 1 || turns.get(last).blocks().getFirst().result() == null) {
      return false;
    }
    Turn before = turns.get(last - 1);
    return !(before.blocks().getFirst().part() instanceof ContentPart.Reasoning);
  }

  private void read(Stretch stretch) {
    switch (stretch) {
      case Stretch.Instructed instructed -> instruction(instructed.message());
      case Stretch.Answered answered -> {
        reportName(answered.message().name());
        add("assistant", blocks(answered.message().content()));
      }
      case Stretch.Asked asked -> asked(asked);
    }
  }

  private void instruction(Message.Instruction instruction) {
    reportName(instruction.name());
    List<Block> blocks = blocks(instruction.content());
    boolean own = blocks.stream().anyMatch(b -> b.part() instanceof ContentPart.Opaque);
    if (turns.isEmpty() && !own) {
      system.addAll(blocks);
    } else if (own || MessagesOption.SYSTEM_MESSAGES.is(quirks, "in_place")) {
      add("system", blocks);
    } else {
      adjustments.emulated(
          "messages", "An instruction within the conversation was moved to its front.");
      system.addAll(blocks);
    }
  }

  /**
   * Tool results are one message with what the user says next to them, and stand first in it, as
   * the provider demands.
   */
  private void asked(Stretch.Asked asked) {
    List<Block> results = new ArrayList<>();
    for (Message.ToolResult result : asked.results()) {
      reportMissing(result);
      results.add(Block.of(result));
    }
    for (Message.User user : asked.said()) {
      reportName(user.name());
      List<Block> said = blocks(user.content());
      if (asked.results().isEmpty()) {
        add("user", said);
      } else {
        results.addAll(said);
      }
    }
    add("user", results);
  }

  private void reportMissing(Message.ToolResult result) {
    if (result.toolCallId().isEmpty()) {
      throw new FailureException(
          Failure.invalid(
              "messages.tool_call_id", "A tool result needs the id of the call that it answers."));
    }
  }

  private void reportName(@Nullable String name) {
    if (name != null) {
      adjustments.dropped("messages.name", "The dialect has no names of speakers.");
    }
  }

  private List<Block> blocks(List<ContentPart> parts) {
    List<Block> blocks = new ArrayList<>(parts.size());
    for (ContentPart part : parts) {
      if (sendable(part)) {
        blocks.add(Block.of(part));
      }
    }
    return blocks;
  }

  private boolean sendable(ContentPart part) {
    return switch (part) {
      case ContentPart.Text text -> !text.text().isEmpty();
      case ContentPart.Refusal refusal -> !refusal.text().isEmpty();
      case ContentPart.Opaque opaque -> own(opaque);
      case ContentPart.Reasoning reasoning -> own(reasoning);
      case ContentPart.Image image -> true;
      case ContentPart.Audio audio -> true;
      case ContentPart.Video video -> true;
      case ContentPart.File file -> true;
      case ContentPart.ToolCall call -> true;
    };
  }

  private boolean own(ContentPart.Opaque opaque) {
    boolean own = opaque.dialect().equals(MessagesAdapter.DIALECT);
    if (!own) {
      adjustments.dropped("messages.content", "A part that only its own dialect knows.");
    }
    return own;
  }

  /** Only sealed reasoning of this dialect is taken back; the provider refuses all else. */
  private boolean own(ContentPart.Reasoning reasoning) {
    boolean format = reasoning.format() == null || reasoning.format().equals(REASONING_FORMAT);
    boolean sealed =
        reasoning.kind() == ReasoningKind.ENCRYPTED
            || reasoning.kind() == ReasoningKind.TEXT && reasoning.signature() != null;
    if (!format || !sealed) {
      adjustments.dropped(
          "messages.reasoning", "Reasoning without this dialect's seal is not taken back.");
    }
    return format && sealed;
  }

  private void add(String role, List<Block> blocks) {
    if (!blocks.isEmpty()) {
      turns.add(new Turn(role, blocks));
    }
  }

  /** Other dialects answer instructions alone; here somebody must speak. */
  private void giveTheUserAWord() {
    if (!turns.isEmpty()) {
      return;
    }
    if (system.isEmpty()) {
      throw new FailureException(
          Failure.invalid("messages", "The messages are all empty: one with content is needed."));
    }
    adjustments.emulated("messages", "The last instruction was sent as the user's message.");
    turns.add(new Turn("user", new ArrayList<>(List.of(system.removeLast()))));
  }

  /** The provider refuses a message to be continued that ends in white space. */
  private void trimPrefix() {
    List<Block> last = turns.getLast().blocks();
    if (!endsInPrefix() || !(last.getLast().part() instanceof ContentPart.Text text)) {
      return;
    }
    String trimmed = text.text().stripTrailing();
    if (trimmed.isEmpty() || trimmed.length() == text.text().length()) {
      return;
    }
    adjustments.clamped("prefix", "White space at the end of the message was left out.");
    last.set(last.size() - 1, Block.of(new ContentPart.Text(trimmed, text.cacheHint())));
  }
}
