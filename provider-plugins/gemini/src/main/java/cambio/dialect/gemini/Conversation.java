package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
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
    boolean prefix = messages.getLast() instanceof Message.Assistant last && last.prefix();
    boolean unwanted = prefix && !table.of(Parameter.PREFIX).honoured();
    conversation.read(unwanted ? messages.subList(0, messages.size() - 1) : messages);
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

  private void read(List<Message> messages) {
    int at = 0;
    while (at < messages.size()) {
      switch (messages.get(at)) {
        case Message.Instruction instruction -> {
          instruction(instruction);
          at++;
        }
        case Message.Assistant assistant -> {
          reportName(assistant.name());
          assistant.toolCalls().forEach(call -> functions.put(call.id(), call.name()));
          add("model", AssistantPieces.of(assistant, quirks, adjustments));
          at++;
        }
        case Message.User user -> at = userRun(messages, at);
        case Message.ToolResult result -> at = userRun(messages, at);
      }
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

  /**
   * User messages and function results up to the next message of another kind. The results of one
   * round must be one turn; what the user says next to them is part of it.
   */
  private int userRun(List<Message> messages, int from) {
    List<Piece> results = new ArrayList<>();
    List<List<Piece>> said = new ArrayList<>();
    int at = from;
    for (; at < messages.size(); at++) {
      if (messages.get(at) instanceof Message.ToolResult result) {
        results.add(new Piece.Result(result, function(result)));
      } else if (messages.get(at) instanceof Message.User user) {
        reportName(user.name());
        said.add(said(user.content()));
      } else {
        break;
      }
    }
    if (results.isEmpty()) {
      said.forEach(pieces -> add("user", pieces));
    } else {
      said.forEach(results::addAll);
      add("user", results);
    }
    return at;
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
