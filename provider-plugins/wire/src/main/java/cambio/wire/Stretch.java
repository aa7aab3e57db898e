package cambio.wire;

import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.request.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation cut where the speaker changes, for dialects in which the results of a round of
 * calls, and what the user says next to them, are one message.
 */
public sealed interface Stretch {

  /** One instruction. */
  record Instructed(Message.Instruction message) implements Stretch {}

  /** One message of the model's. */
  record Answered(Message.Assistant message) implements Stretch {}

  /**
   * What comes between two messages of other kinds.
   *
   * @param results of tools, in order, possibly none
   * @param said what the user says, in order, possibly nothing
   */
  record Asked(List<Message.ToolResult> results, List<Message.User> said) implements Stretch {}

  /** The stretches of a conversation; a last message that is to be continued only if it can be. */
  static List<Stretch> of(List<Message> messages, ParameterTable table) {
    boolean prefix = messages.getLast() instanceof Message.Assistant last && last.prefix();
    boolean unwanted = prefix && !table.of(Parameter.PREFIX).honoured();
    List<Stretch> stretches = new ArrayList<>();
    for (Message message : unwanted ? messages.subList(0, messages.size() - 1) : messages) {
      switch (message) {
        case Message.Instruction instruction -> stretches.add(new Instructed(instruction));
        case Message.Assistant answer -> stretches.add(new Answered(answer));
        case Message.User user -> asked(stretches).said.add(user);
        case Message.ToolResult result -> asked(stretches).results.add(result);
      }
    }
    return stretches;
  }

  private static Asked asked(List<Stretch> stretches) {
    if (!stretches.isEmpty() && stretches.getLast() instanceof Asked asked) {
      return asked;
    }
    Asked begun = new Asked(new ArrayList<>(), new ArrayList<>());
    stretches.add(begun);
    return begun;
  }
}
