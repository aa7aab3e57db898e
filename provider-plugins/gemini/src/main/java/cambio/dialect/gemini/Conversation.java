package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import cambio.wire.Stretch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversation in the shape of this dialect: instructions apart, the results of one round of
 * calls together in one turn of the user's, nothing empty, nothing that only another dialect knows.
 */
final class Conversation {

  private final Quirks quirks;
  private final Adjustments adjustments;
  private final Map<String, String> functions = new HashMap<>();
  private final List<Piece> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  private Conversation(Quirks quirks, Adjustments adjustments) {
    this.quirks = quirks;
    this.adjustments = adjustments;
  }

  static Conversation of(
      List<Message> messages, Quirks quirks, ParameterTable table, Adjustments adjustments) {
    Conversation conversation = new Conversation(quirks, adjustments);
    Stretch.of(messages, table).forEach(conversation::read);
    conversation.giveTheUserAWord();
    return conversation;
  }

  /** What goes into {@code systemInstruction}. */
  List<Piece> system() {
    return system;
  }

  /** What goes into {@code contents}. */
  List<Turn> turns() {
    return turns;
  }

  /** Whether a part of a message can be sent; reports it where it cannot. */
  static boolean sendable(ContentPart part, Adjustments adjustments) {
    if (part.cacheHint() != null) {
      adjustments.dropped("cache_control", "The provider caches prompts by itself.");
    }
    if (part instanceof ContentPart.Image image
        && image.detail() != null
        && !image.detail().equals("auto")) {
      adjustments.dropped("messages.image.detail", "The dialect has no detail of one image.");
    }
    return switch (part) {
      case ContentPart.Text text -> !text.text().isEmpty();
      case ContentPart.Refusal refusal -> !refusal.text().isEmpty();
      case ContentPart.Opaque opaque -> {
        boolean own = opaque.dialect().equals(GeminiAdapter.DIALECT);
        if (!own) {
          adjustments.dropped("messages.content", "A part that only its own dialect knows.");
        }
        yield own && !PartWriter.isNote(opaque);
      }
      case ContentPart.Reasoning reasoning -> true;
      case ContentPart.Image image -> true;
      case ContentPart.Audio audio -> true;
      case ContentPart.Video video -> true;
      case ContentPart.File file -> true;
      case ContentPart.ToolCall call -> true;
    };
  }

  private void read(Stretch stretch) {
    switch (stretch) {
      case Stretch.Instructed instructed -> instruction(instructed.message());
      case Stretch.Answered answered -> {
        Message.Assistant answer = answered.message();
        reportName(answer.name());
        answer.toolCalls().forEach(call -> functions.put(call.id(), call.name()));
        add("model", AssistantPieces.of(answer, quirks, adjustments));
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
    system.addAll(said(instruction.content()));
  }

  /** The results of one round must be one turn; what the user says next to them is part of it. */
  private void asked(Stretch.Asked asked) {
    List<Piece> results = new ArrayList<>();
    asked.results().forEach(result -> results.add(new Piece.Result(result, function(result))));
    for (Message.User user : asked.said()) {
      reportName(user.name());
      List<Piece> said = said(user.content());
      if (asked.results().isEmpty()) {
        add("user", said);
      } else {
        results.addAll(said);
      }
    }
    add("user", results);
  }

  private String function(Message.ToolResult result) {
    String name = result.name() == null ? functions.get(result.toolCallId()) : result.name();
    if (name == null) {
      throw new FailureException(
          Failure.invalid(
              "messages.tool_call_id",
              "A tool result answers a call that is not in the conversation before it: send the"
                  + " assistant message with the call, or the function's name with the result."));
    }
    return name;
  }

  private void reportName(@Nullable String name) {
    if (name != null) {
      adjustments.dropped("messages.name", "The dialect has no names of speakers.");
    }
  }

  private List<Piece> said(List<ContentPart> parts) {
    List<Piece> pieces = new ArrayList<>(parts.size());
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Reasoning) {
        adjustments.dropped("messages.reasoning", "Only the model's own messages have reasoning.");
      } else if (sendable(part, adjustments)) {
        pieces.add(new Piece.Said(part, null));
      }
    }
    return pieces;
  }

  private void add(String role, List<Piece> pieces) {
    if (!pieces.isEmpty()) {
      turns.add(new Turn(role, pieces));
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
    turns.add(new Turn("user", List.of(system.removeLast())));
  }
}
