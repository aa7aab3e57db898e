package cambio.dialect.responses;

import cambio.spi.Quirks;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recorded request. What the catalogue would know of the endpoint is taken from the request
 * as quirks.
 */
final class ResponsesRequestReading {

  private static final Set<String> FUNCTION =
      Set.of("type", "name", "description", "parameters", "strict");

  private final Recording recording;
  private final Members body;
  private final Map<String, String> options = new HashMap<>();

  ResponsesRequestReading(Recording recording) {
    this.recording = recording;
    this.body = Members.of("$", recording.request());
  }

  RecordedRequest read() {
    String model = body.text("model");
    if (model == null) {
      options.put("model_member", "false");
    }
    ToolOptions tools = tools();
    GenerationRequest request =
        new GenerationRequest(
            messages(tools.tools()),
            tools,
            output(),
            SamplingOptions.none(),
            reasoning(),
            new CacheOptions(body.text("prompt_cache_key"), null),
            labels(),
            Boolean.TRUE.equals(body.bool("stream")),
            Extras.none());
    request = request.withSampling(sampling());
    stateless();
    // Members without a canonical place, most of them of features that keep state at the provider:
    // what an operator would put into the endpoint's body.* options. A caller's own would travel as
    // extras, which is off here.
    for (String name : body.unread()) {
      String raw = body.raw(name);
      if (raw != null) {
        options.put("body." + name, raw);
      }
    }
    body.requireAllRead();
    return RecordedRequest.of(
        request,
        model == null ? "model" : model,
        baseUrl(),
        new Quirks(Map.of(), Set.of(), options));
  }

  private URI baseUrl() {
    String suffix = "/responses";
    if (!recording.path().endsWith(suffix)) {
      options.put("path", recording.path());
      return URI.create("https://" + recording.host());
    }
    String base = recording.path().substring(0, recording.path().length() - suffix.length());
    return URI.create("https://" + recording.host() + base);
  }

  private List<Message> messages(List<Tool> tools) {
    List<Message> messages = new ArrayList<>();
    String instructions = body.text("instructions");
    if (instructions != null) {
      options.put("instructions", "member");
      messages.add(Message.system(instructions));
    }
    JsonNode input = body.any("input");
    if (input != null && input.isTextual()) {
      messages.add(Message.user(input.textValue()));
    } else if (input != null) {
      InputReading reading = new InputReading(options, CustomTools.of(tools));
      for (JsonNode item : input) {
        reading.read(Members.of("$.input[]", item), item);
      }
      messages.addAll(reading.messages());
    }
    if (messages.isEmpty()) {
      // A stored prompt speaks for the user.
      messages.add(new Message.User(List.of(), null, Extras.none()));
    }
    return messages;
  }

  private ToolOptions tools() {
    List<Tool> tools = new ArrayList<>();
    boolean unsaid = false;
    for (JsonNode node : body.list("tools")) {
      Members tool = Members.of("$.tools[]", node);
      if (!node.path("type").asText().equals("function")
          || !FUNCTION.containsAll(tool.unread())
          || !node.hasNonNull("parameters")) {
        tools.add(new Tool.Opaque(ResponsesAdapter.DIALECT, node.toString()));
        continue;
      }
      Boolean strict = tool.bool("strict");
      unsaid |= strict == null;
      tools.add(
          new Tool.Function(
              tool.requiredText("name"),
              tool.text("description"),
              tool.raw("parameters"),
              strict,
              null));
    }
    if (unsaid) {
      options.put("strict", "none");
    }
    return new ToolOptions(tools, choice(tools), body.bool("parallel_tool_calls"));
  }

  private @Nullable ToolChoice choice(List<Tool> tools) {
    JsonNode node = body.any("tool_choice");
    if (node == null) {
      return null;
    }
    if (node.isObject()) {
      String name = node.path("name").asText();
      String type = CustomTools.of(tools).has(name) ? "custom" : "function";
      boolean named = node.size() == 2 && node.path("type").asText().equals(type);
      return named
          ? new ToolChoice.Named(name)
          : new ToolChoice.Opaque(ResponsesAdapter.DIALECT, node.toString());
    }
    return switch (node.asText()) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      default -> new ToolChoice.Opaque(ResponsesAdapter.DIALECT, node.toString());
    };
  }

  private OutputOptions output() {
    OutputFormat format = null;
    String verbosity = null;
    Members text = body.object("text");
    if (text != null) {
      format = format(text);
      verbosity = text.text("verbosity");
      text.requireAllRead();
    }
    return new OutputOptions(
        body.integer("max_output_tokens"),
        List.of(),
        null,
        format,
        null,
        body.integer("top_logprobs"),
        List.of(),
        null,
        verbosity,
        null);
  }

  private static @Nullable OutputFormat format(Members text) {
    Members format = text.object("format");
    if (format == null) {
      return null;
    }
    String json = format.toJson();
    OutputFormat read =
        switch (format.requiredText("type")) {
          case "text" -> new OutputFormat.Text();
          case "json_object" -> new OutputFormat.JsonObject();
          case "json_schema" ->
              new OutputFormat.JsonSchema(
                  format.requiredText("name"),
                  format.text("description"),
                  format.raw("schema"),
                  format.bool("strict"));
          default -> new OutputFormat.Opaque(ResponsesAdapter.DIALECT, json);
        };
    if (!(read instanceof OutputFormat.Opaque)) {
      format.requireAllRead();
    }
    return read;
  }

  private SamplingOptions sampling() {
    return new SamplingOptions(
        body.decimal("temperature"),
        body.decimal("top_p"),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of());
  }

  private @Nullable ReasoningOptions reasoning() {
    Members reasoning = body.object("reasoning");
    if (reasoning == null) {
      return null;
    }
    String word = reasoning.text("effort");
    String summary = reasoning.text("summary");
    boolean more = reasoning.unread().stream().anyMatch(name -> !reasoning.peek(name).isNull());
    if (more) {
      // A wish that only this provider knows is a fixed member, like others of its kind.
      options.put("body.reasoning", reasoning.toJson());
      return null;
    }
    return new ReasoningOptions(
        word == null ? null : ReasoningEffort.valueOf(word.toUpperCase(Locale.ROOT)),
        null,
        null,
        false,
        summary);
  }

  private CallerLabels labels() {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode node = body.any("metadata");
    if (node != null) {
      node.properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
    }
    return new CallerLabels(body.text("user"), metadata, body.text("service_tier"));
  }

  private void stateless() {
    Boolean store = body.bool("store");
    options.put("store", store == null ? "none" : store.toString());
    List<String> include = body.list("include").stream().map(JsonNode::asText).toList();
    options.put("include", include.isEmpty() ? "none" : String.join(",", include));
    if (include.stream().anyMatch(name -> name.contains(","))) {
      throw new UnreadableRequest("$.include", "a name with a comma");
    }
  }
}
