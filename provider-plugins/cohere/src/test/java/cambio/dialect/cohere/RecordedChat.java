package cambio.dialect.cohere;

import cambio.spi.Quirks;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Members;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one recorded request into the canonical one and the quirks of the endpoint that it went to.
 * Refuses every member that it does not know.
 */
final class RecordedChat {

  private final Recording recording;
  private final Members body;
  private final Map<String, String> options = new HashMap<>();

  RecordedChat(Recording recording) {
    this.recording = recording;
    this.body = Members.of("$", recording.request());
  }

  RecordedRequest read() {
    String model = body.requiredText("model");
    GenerationRequest request =
        new GenerationRequest(
            messages(),
            tools(),
            output(),
            sampling(),
            reasoning(),
            CacheOptions.none(),
            CallerLabels.none(),
            Boolean.TRUE.equals(body.bool("stream")),
            Extras.none());
    // Members without a canonical place: what an operator would put into the endpoint's body.*
    // options. A caller's own would travel as extras, which is off here.
    for (String name : body.unread()) {
      String raw = body.raw(name);
      if (raw != null) {
        options.put("body." + name, raw);
      }
    }
    body.requireAllRead();
    String base = recording.path().replaceFirst("/chat$", "");
    return RecordedRequest.of(
        request,
        model,
        URI.create("https://" + recording.host() + base),
        new Quirks(Map.of(), Set.of(), options));
  }

  private List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    List<JsonNode> turns = body.list("messages");
    int asks = -1;
    for (int i = 0; i < turns.size(); i++) {
      asks = turns.get(i).path("role").asText().equals("user") ? i : asks;
    }
    List<ContentPart> documents = RecordedParts.documents(body);
    for (int i = 0; i < turns.size(); i++) {
      Members turn = Members.of("$.messages[" + i + "]", turns.get(i));
      messages.add(RecordedParts.message(turn, i == asks ? documents : List.of()));
      turn.requireAllRead();
    }
    return messages;
  }

  private ToolOptions tools() {
    List<Tool> tools = new ArrayList<>();
    Boolean strict = body.bool("strict_tools");
    if (strict != null) {
      options.put("strict_tools", "true");
    }
    for (JsonNode node : body.list("tools")) {
      Members tool = Members.of("$.tools[" + tools.size() + "]", node);
      if (!tool.requiredText("type").equals("function")) {
        throw new UnreadableRequest(tool.path() + ".type", "unknown");
      }
      Members function = tool.object("function");
      if (function == null) {
        throw new UnreadableRequest(tool.path() + ".function", "missing");
      }
      tools.add(
          new Tool.Function(
              function.requiredText("name"),
              function.text("description"),
              function.raw("parameters"),
              strict,
              null));
      function.requireAllRead();
      tool.requireAllRead();
    }
    String choice = body.text("tool_choice");
    return new ToolOptions(tools, choice == null ? null : choice(choice), null);
  }

  private static ToolChoice choice(String word) {
    return switch (word) {
      case "REQUIRED" -> ToolChoice.REQUIRED;
      case "NONE" -> ToolChoice.NONE;
      default -> throw new UnreadableRequest("$.tool_choice", "unknown: " + word);
    };
  }

  private OutputOptions output() {
    List<String> stop = body.list("stop_sequences").stream().map(JsonNode::asText).toList();
    return new OutputOptions(
        body.integer("max_tokens"),
        stop,
        null,
        format(body.object("response_format")),
        body.bool("logprobs"),
        null,
        List.of(),
        null,
        null,
        null);
  }

  private static @Nullable OutputFormat format(@Nullable Members format) {
    if (format == null) {
      return null;
    }
    String type = format.requiredText("type");
    String schema = format.has("schema") ? format.raw("schema") : format.raw("json_schema");
    format.requireAllRead();
    return switch (type) {
      case "text" -> new OutputFormat.Text();
      case "json_object" ->
          schema == null
              ? new OutputFormat.JsonObject()
              : new OutputFormat.JsonSchema("output", null, schema, null);
      default -> throw new UnreadableRequest(format.path() + ".type", "unknown: " + type);
    };
  }

  private SamplingOptions sampling() {
    return new SamplingOptions(
        body.decimal("temperature"),
        body.decimal("p"),
        body.integer("k"),
        null,
        null,
        body.decimal("frequency_penalty"),
        body.decimal("presence_penalty"),
        null,
        body.number("seed"),
        Map.of());
  }

  private @Nullable ReasoningOptions reasoning() {
    Members thinking = body.object("thinking");
    if (thinking == null) {
      return null;
    }
    boolean enabled = !thinking.requiredText("type").equals("disabled");
    Integer budget = thinking.integer("token_budget");
    thinking.requireAllRead();
    return new ReasoningOptions(null, budget, enabled, false, null);
  }
}
