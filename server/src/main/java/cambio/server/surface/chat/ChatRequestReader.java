package cambio.server.surface.chat;

import cambio.server.surface.JsonBody;
import cambio.server.surface.StrictJson;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a chat completions request in one pass. Nothing that a caller sent disappears:
 * a member either has its canonical place, or travels raw as one of the {@link Extras}, or is named
 * in {@link ChatOptions#ignored}, or is refused. Free-form JSON stays byte for byte as it was sent.
 *
 * <p>One reader reads one body.
 */
public final class ChatRequestReader {

  private static final String HEALS_NOTHING =
      "response-healing works on whole answers with a response_format of JSON.";

  private final Ignored ignored = new Ignored();
  private final SamplingReader sampling = new SamplingReader();
  private final OutputReader output = new OutputReader(ignored);
  private final ToolsReader tools = new ToolsReader(ignored);
  private final ReasoningReader reasoning = new ReasoningReader(ignored);
  private final LabelsReader labels = new LabelsReader(ignored);
  private final RouteReader route = new RouteReader(ignored);
  private final DoorReader door = new DoorReader(ignored);
  private final Map<String, String> extras = new LinkedHashMap<>();
  private @Nullable List<Message> messages;
  private @Nullable String prompt;

  private ChatRequestReader() {}

  /**
   * Reads a body.
   *
   * @throws FailureException with {@link FailureKind#INVALID_REQUEST} where it is no legal request
   */
  public static ChatRequest read(byte[] body) {
    return read(body, new ChatRequestReader());
  }

  /**
   * Reads the body of a preset: as a request's, but it needs no messages.
   *
   * @throws FailureException as {@link #read}
   */
  public static ChatRequest readPreset(byte[] body) {
    ChatRequestReader reader = new ChatRequestReader();
    reader.prompt = "";
    return read(body, reader);
  }

  private static ChatRequest read(byte[] body, ChatRequestReader reader) {
    return JsonBody.read(body, "a JSON object with model and messages", reader::read);
  }

  private ChatRequest read(StrictJson json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      member(name, json);
    }
    return finish();
  }

  private void member(String name, StrictJson json) throws IOException {
    switch (name) {
      case "messages" -> messages = new MessageReader(ignored).read(json);
      case "prompt" -> prompt = json.text();
      default -> {
        boolean taken =
            sampling.take(name, json)
                || output.take(name, json)
                || tools.take(name, json)
                || reasoning.take(name, json)
                || labels.take(name, json)
                || route.take(name, json)
                || door.take(name, json);
        if (!taken && !json.isNull()) {
          extras.put(name, json.raw());
        }
      }
    }
  }

  private ChatRequest finish() {
    GenerationRequest request =
        new GenerationRequest(
            requiredMessages(),
            tools.toOptions(),
            output.toOptions(),
            sampling.toOptions(),
            reasoning.toOptions(),
            labels.toCacheOptions(),
            labels.toLabels(),
            door.stream(),
            extras.isEmpty() ? Extras.none() : new Extras(ChatDialect.NAME, extras));
    if (route.toDelivery().heal() && (door.stream() || !inJson(request.output().format()))) {
      ignored.add("plugins", HEALS_NOTHING);
    }
    return new ChatRequest(request, route.toRoute(), route.toDelivery(), door.toOptions());
  }

  private static boolean inJson(@Nullable OutputFormat format) {
    return format instanceof OutputFormat.JsonObject || format instanceof OutputFormat.JsonSchema;
  }

  private List<Message> requiredMessages() {
    if (messages != null) {
      if (prompt != null) {
        throw StrictJson.refusal("prompt", "beside messages (expected: only one of the two)");
      }
      return messages;
    }
    if (prompt == null) {
      throw StrictJson.refusal("messages", "missing (expected: at least one message)");
    }
    return List.of(Message.user(prompt));
  }
}
