package cambio.server.routing;

import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;

/** What of a request says which task it is: the last thing the user said, and the instructions. */
final class TaskText {

  private static final int LONGEST_INSTRUCTION = 400;
  private static final int LONGEST = 20_000;

  private TaskText() {}

  static String of(GenerationRequest request) {
    StringBuilder text = new StringBuilder();
    for (int i = request.messages().size() - 1; i >= 0 && text.isEmpty(); i--) {
      if (request.messages().get(i) instanceof Message.User user) {
        append(text, user, LONGEST);
      }
    }
    for (Message message : request.messages()) {
      if (message instanceof Message.Instruction) {
        append(text, message, LONGEST_INSTRUCTION);
        break;
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Message message, int most) {
    int end = text.length() + most;
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.Text(String said, var hint) && text.length() < end) {
        text.append(text.isEmpty() ? "" : "\n");
        text.append(said, 0, Math.min(said.length(), Math.max(0, end - text.length())));
      }
    }
  }
}
