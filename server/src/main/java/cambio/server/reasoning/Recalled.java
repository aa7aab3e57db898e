package cambio.server.reasoning;

import cambio.router.catalog.Endpoint;
import cambio.server.execution.ConversationMemory.Recollection;
import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns that were found again.
 *
 * @param turns by the id of a message's first call
 * @param takesReasoning whether reasoning has a way back to an endpoint
 */
record Recalled(Map<String, KeptTurn> turns, Predicate<Endpoint> takesReasoning)
    implements Recollection {

  /** The id by which a message's turn is looked up; null where nothing is missing in it. */
  static @Nullable String key(Message.Assistant message) {
    String first = null;
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.Reasoning
          || part instanceof ContentPart.ToolCall sealed && sealed.signature() != null) {
        return null;
      }
      if (part instanceof ContentPart.ToolCall call && first == null) {
        first = call.id();
      }
    }
    return first;
  }

  @Override
  public GenerationRequest restore(GenerationRequest request, Endpoint endpoint) {
    if (!takesReasoning.test(endpoint)) {
      return request;
    }
    List<Message> messages = new ArrayList<>(request.messages());
    boolean changed = false;
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i) instanceof Message.Assistant message) {
        String id = key(message);
        KeptTurn turn = id == null ? null : turns.get(id);
        if (turn != null
            && turn.dialect().equals(endpoint.dialect())
            && turn.model().equals(endpoint.model())) {
          messages.set(i, turn.in(message));
          changed = true;
        }
      }
    }
    return changed ? request.withMessages(messages) : request;
  }
}
