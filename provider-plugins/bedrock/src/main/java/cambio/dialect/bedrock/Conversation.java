package cambio.dialect.bedrock;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import cambio.wire.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation in the shape that Converse demands: instructions apart, the user first, roles in
 * turn, a turn's tool results together in one message, nothing blank, nothing that only another
 * dialect knows.
 */
final class Conversation {

  private final Quirks quirks;
  private final Adjustments adjustments;
  private final HistoryReasoning reasoning;
  private final List<Block> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  private Conversation(Quirks quirks, Adjustments adjustments) {
    this.quirks = quirks;
    this.adjustments = adjustments;
    this.reasoning = new HistoryReasoning(quirks, adjustments);
  }

  static Conversation of(
      List<Message> messages, Quirks quirks, ParameterTable table, Adjustments adjustments) {
    Conversation conversation = new Conversation(quirks, adjustments);
    Stretch.of(messages, table).forEach(conversation::read);
    conversation.letTheUserBegin();
    conversation.moveInstructions();
    conversation.accompanyDocuments();
    conversation.trimPrefix();
    return conversation;
  }

  /** The instructions. */
  List<Block> system() {
    return system;
  }

  /** The messages. */
  List<Turn> turns() {
    return turns;
  }

  /** Whether the last message is the assistant's, to be continued. */
  boolean endsInPrefix() {
    return !turns.getLast().isUser();
  }

  /**
   * Whether a model that thinks would have to go on after a tool call that it is not shown to have
   * thought about, which Anthropic's models refuse.
   */
  boolean lacksReasoningBeforeTools() {
    int last = turns.size() - 1;
    if (last < 1 || !(turns.get(last).blocks().getFirst() instanceof Block.Result)) {
      return false;
    }
    return !(turns.get(last - 1).blocks().getFirst() instanceof Block.Part before
        && before.part() instanceof ContentPart.Reasoning);
  }

  private void read(Stretch stretch) {
    switch (stretch) {
      case Stretch.Instructed instructed -> instruction(instructed.message());
      case Stretch.Answered answered -> {
        reportName(answered.message().name());
        add(Turn.ASSISTANT, blocks(answered.message().content()));
      }
      case Stretch.Asked asked -> asked(asked);
    }
  }

  private void instruction(Message.Instruction instruction) {
    reportName(instruction.name());
    if (!turns.isEmpty()) {
      adjustments.emulated(
          "messages", "An instruction within the conversation was moved to its front.");
    }
    system.addAll(blocks(instruction.content()));
  }

  /** Results stand first. */
  private void asked(Stretch.Asked asked) {
    List<Block> blocks = new ArrayList<>();
    asked.results().forEach(result -> blocks.addAll(blocks(result)));
    for (Message.User user : asked.said()) {
      reportName(user.name());
      blocks.addAll(blocks(user.content()));
    }
    add(Turn.USER, blocks);
  }

  private List<Block> blocks(Message.ToolResult result) {
    if (result.toolCallId().isEmpty()) {
      throw new FailureException(
          Failure.invalid(
              "messages.tool_call_id", "A tool result needs the id of the call that it answers."));
    }
    List<Block> blocks = new ArrayList<>(2);
    blocks.add(new Block.Result(result));
    var mark = result.content().isEmpty() ? null : result.content().getLast().cacheHint();
    if (mark != null) {
      blocks.add(new Block.CachePoint(mark));
    }
    return blocks;
  }

  private List<Block> blocks(List<ContentPart> parts) {
    List<Block> blocks = new ArrayList<>(parts.size());
    for (ContentPart part : parts) {
      if (sendable(part)) {
        blocks.add(new Block.Part(part));
      }
      // A mark after what is not sent still marks what stands before it.
      if (part.cacheHint() != null && !blocks.isEmpty()) {
        blocks.add(new Block.CachePoint(part.cacheHint()));
      }
    }
    return blocks;
  }

  private boolean sendable(ContentPart part) {
    return switch (part) {
      // A blank text is refused.
      case ContentPart.Text text -> !text.text().isBlank();
      case ContentPart.Refusal refusal -> !refusal.text().isBlank();
      case ContentPart.Opaque opaque -> own(opaque, adjustments);
      case ContentPart.Reasoning earlier -> reasoning.goesBack(earlier);
      case ContentPart.Image image -> true;
      case ContentPart.Audio audio -> true;
      case ContentPart.Video video -> true;
      case ContentPart.File file -> true;
      case ContentPart.ToolCall call -> true;
    };
  }

  /** Whether a part of one dialect is of this one; reported where it is not. */
  static boolean own(ContentPart.Opaque opaque, Adjustments adjustments) {
    boolean own = opaque.dialect().equals(ConverseAdapter.DIALECT);
    if (!own) {
      adjustments.dropped("messages.content", "A part that only its own dialect knows.");
    }
    return own;
  }

  private void reportName(@Nullable String name) {
    if (name != null) {
      adjustments.dropped("messages.name", "The dialect has no names of speakers.");
    }
  }

  private void add(String role, List<Block> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    if (!turns.isEmpty() && turns.getLast().role().equals(role)) {
      turns.getLast().blocks().addAll(blocks);
    } else {
      turns.add(new Turn(role, blocks));
    }
  }

  /** Other dialects answer instructions alone or begin with the assistant; here the user must. */
  private void letTheUserBegin() {
    if (turns.isEmpty()) {
      if (system.isEmpty()) {
        throw new FailureException(
            Failure.invalid("messages", "The messages are all empty: one with content is needed."));
      }
      adjustments.emulated("messages", "The instructions were sent as the user's message.");
      turns.add(new Turn(Turn.USER, new ArrayList<>(system)));
      system.clear();
    } else if (!turns.getFirst().isUser()) {
      adjustments.emulated("messages", "The user was made to begin the conversation.");
      turns.addFirst(new Turn(Turn.USER, new ArrayList<>(List.of(text("(begin)")))));
    }
  }

  private void moveInstructions() {
    if (!system.isEmpty() && ConverseOption.SYSTEM.is(quirks, "user")) {
      adjustments.emulated("messages", "The model takes instructions as the user's words only.");
      turns.getFirst().blocks().addAll(0, system);
      system.clear();
    }
  }

  /** A document is refused without a text beside it. */
  private void accompanyDocuments() {
    for (Turn turn : turns) {
      boolean document = turn.isUser() && turn.blocks().stream().anyMatch(Conversation::isFile);
      if (document && turn.blocks().stream().noneMatch(Conversation::isText)) {
        adjustments.emulated("messages.content", "A text was put beside a document, as demanded.");
        turn.blocks().add(text("See the document."));
      }
    }
  }

  private static boolean isFile(Block block) {
    return block instanceof Block.Part part && part.part() instanceof ContentPart.File;
  }

  private static boolean isText(Block block) {
    return block instanceof Block.Part part && part.part() instanceof ContentPart.Text;
  }

  private static Block text(String text) {
    return new Block.Part(ContentPart.text(text));
  }

  /** A message to be continued is refused where it ends in white space. */
  private void trimPrefix() {
    List<Block> last = turns.getLast().blocks();
    if (endsInPrefix()
        && last.getLast() instanceof Block.Part part
        && part.part() instanceof ContentPart.Text text) {
      String trimmed = text.text().stripTrailing();
      if (trimmed.length() < text.text().length()) {
        adjustments.clamped("prefix", "White space at the end of the message was left out.");
        last.set(last.size() - 1, text(trimmed));
      }
    }
  }
}
