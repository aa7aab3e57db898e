package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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
    if (body.length == 0) {
      throw invalid("The body is empty. Send a JSON object with model and messages.");
    }
    try (StrictJson json = StrictJson.of(body)) {
      return new ChatRequestReader().read(json);
    } catch (StreamConstraintsException e) {
      throw invalid(
          "The body is nested deeper than "
              + StrictJson.MAX_DEPTH
              + " levels or has a number or name that is too long ("
              + place(e)
              + ").");
    } catch (JsonProcessingException e) {
      throw invalid(malformed(e));
    } catch (IOException e) {
      throw invalid("The body is no valid UTF-8. Send JSON in UTF-8.");
    }
  }

  private ChatRequest read(StrictJson json) throws IOException {
    if (!json.isObject()) {
      throw json.wrong("a JSON object");
    }
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      member(name, json);
    }
    json.requireEnd();
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
    return new ChatRequest(request, route.toRoute(), route.toDelivery(), door.toOptions());
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

  /** Without the parser's own words, which may quote the prompt. */
  private static String malformed(JsonProcessingException e) {
    String original = e.getOriginalMessage();
    if (original != null && original.startsWith("Duplicate field")) {
      String name = original.substring(original.indexOf('\'') + 1, original.lastIndexOf('\''));
      return "The body has "
          + StrictJson.quoted(name)
          + " twice in one object (the second at "
          + place(e)
          + "). Send each member once.";
    }
    return "The body is not valid JSON (" + place(e) + "). Send a JSON object.";
  }

  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? "position unknown"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static FailureException invalid(String message) {
    return new FailureException(Failure.of(FailureKind.INVALID_REQUEST, message));
  }
}
