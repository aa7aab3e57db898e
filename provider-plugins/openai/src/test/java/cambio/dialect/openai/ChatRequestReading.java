package cambio.dialect.openai;

import cambio.spi.Parameter;
import cambio.spi.Quirks;
import cambio.spi.request.AudioOutput;
import cambio.spi.request.CacheHint;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Modality;
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
 * Reads a recorded chat request. What the catalogue would know of the endpoint (which name a
 * parameter has, where reasoning goes) is taken from the request as quirks.
 */
final class ChatRequestReading {

  private final Recording recording;
  private final Members body;
  private final Map<String, String> renames = new HashMap<>();
  private final Map<String, String> options = new HashMap<>();

  ChatRequestReading(Recording recording) {
    this.recording = recording;
    this.body = Members.of("$", recording.request());
  }

  RecordedRequest read() {
    String model = model();
    boolean stream = Boolean.TRUE.equals(body.bool("stream"));
    usage(stream);
    List<Message> messages = new ArrayList<>();
    ChatMessageReading reading = new ChatMessageReading(options);
    for (JsonNode message : body.list("messages")) {
      messages.add(reading.read(Members.of("$.messages[" + messages.size() + "]", message)));
    }
    if (messages.isEmpty()) {
      throw new UnreadableRequest("$.messages", "empty");
    }
    GenerationRequest request =
        new GenerationRequest(
            messages,
            tools(),
            output(),
            sampling(),
            reasoning(),
            cache(),
            labels(),
            stream,
            Extras.none());
    // Members of single providers without a canonical place: what an operator would put into the
    // endpoint's body.* options. A caller's own would travel as extras, which is off here.
    for (String name : List.copyOf(body.unread())) {
      String raw = body.raw(name);
      if (raw != null) {
        options.put("body." + name, raw);
      }
    }
    body.requireAllRead();
    return RecordedRequest.of(request, model, baseUrl(), new Quirks(renames, Set.of(), options));
  }

  private String model() {
    String model = body.text("model");
    if (model == null) {
      options.put("model_member", "false");
      return recording.model().isEmpty() ? "model" : recording.model();
    }
    return model;
  }

  private URI baseUrl() {
    String suffix = "/chat/completions";
    if (!recording.path().endsWith(suffix)) {
      options.put("path", recording.path());
      return URI.create("https://" + recording.host());
    }
    String base = recording.path().substring(0, recording.path().length() - suffix.length());
    return URI.create("https://" + recording.host() + base);
  }

  private void usage(boolean stream) {
    Members streamOptions = body.object("stream_options");
    boolean inStream = false;
    if (streamOptions != null) {
      inStream = Boolean.TRUE.equals(streamOptions.bool("include_usage"));
      streamOptions.requireAllRead();
    }
    Members usage = body.object("usage");
    boolean included = false;
    if (usage != null) {
      included = Boolean.TRUE.equals(usage.bool("include"));
      usage.requireAllRead();
    }
    if (included) {
      options.put("usage", inStream ? "both" : "include");
    } else if (stream && !inStream) {
      options.put("usage", "none");
    }
  }

  private ToolOptions tools() {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode node : body.list("tools")) {
      Tool tool;
      try {
        tool = tool(Members.of("$.tools[" + tools.size() + "]", node), node);
      } catch (UnreadableRequest e) {
        // A function with members that have no canonical place is one of this dialect alone.
        tool = new Tool.Opaque(OpenAiChatAdapter.DIALECT, node.toString());
      }
      tools.add(tool);
    }
    return new ToolOptions(tools, choice(), body.bool("parallel_tool_calls"));
  }

  private Tool tool(Members tool, JsonNode node) {
    String type = tool.text("type");
    if (type != null && !type.equals("function")) {
      return new Tool.Opaque(OpenAiChatAdapter.DIALECT, node.toString());
    }
    Members function = tool.object("function");
    if (function == null) {
      throw new UnreadableRequest(tool.path(), "no function");
    }
    CacheHint hint = ChatMessageReading.cacheHint(tool);
    if (hint != null) {
      options.putIfAbsent("cache_control", "parts");
    }
    Tool.Function read =
        new Tool.Function(
            function.requiredText("name"),
            function.text("description"),
            function.raw("parameters"),
            function.bool("strict"),
            hint);
    function.requireAllRead();
    tool.requireAllRead();
    return read;
  }

  private @Nullable ToolChoice choice() {
    JsonNode node = body.any("tool_choice");
    if (node == null) {
      return null;
    }
    if (node.isObject()) {
      boolean function = node.path("type").asText("function").equals("function");
      return function && node.has("function")
          ? new ToolChoice.Named(node.path("function").path("name").asText())
          : new ToolChoice.Opaque(OpenAiChatAdapter.DIALECT, node.toString());
    }
    return switch (node.asText()) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      default -> new ToolChoice.Opaque(OpenAiChatAdapter.DIALECT, node.toString());
    };
  }

  private OutputOptions output() {
    Integer maxTokens = body.integer("max_tokens");
    Integer maxCompletion = body.integer("max_completion_tokens");
    if (maxTokens != null && maxCompletion != null) {
      throw new UnreadableRequest("$.max_completion_tokens", "beside max_tokens");
    }
    if (maxCompletion != null) {
      renames.put(Parameter.MAX_TOKENS.wireName(), "max_completion_tokens");
    }
    List<Modality> modalities =
        body.list("modalities").stream()
            .map(m -> Modality.valueOf(m.asText().toUpperCase(Locale.ROOT)))
            .toList();
    return new OutputOptions(
        maxTokens == null ? maxCompletion : maxTokens,
        stop(),
        body.integer("n"),
        format(),
        body.bool("logprobs"),
        body.integer("top_logprobs"),
        modalities,
        audio(),
        body.text("verbosity"),
        body.raw("prediction"));
  }

  private List<String> stop() {
    JsonNode stop = body.any("stop");
    if (stop == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (stop.isArray()) {
      stop.forEach(text -> texts.add(text.asText()));
    } else {
      texts.add(stop.asText());
    }
    return texts;
  }

  private @Nullable AudioOutput audio() {
    if (body.peek("audio").path("voice").isObject()) {
      // A voice of the account's own is an object, which a catalogue would say.
      options.put("body.audio", body.raw("audio"));
      return null;
    }
    Members audio = body.object("audio");
    if (audio == null) {
      return null;
    }
    AudioOutput read = new AudioOutput(audio.requiredText("voice"), audio.requiredText("format"));
    audio.requireAllRead();
    return read;
  }

  private @Nullable OutputFormat format() {
    Members format = body.object("response_format");
    if (format == null) {
      return null;
    }
    String type = format.requiredText("type");
    OutputFormat read =
        switch (type) {
          case "text" -> new OutputFormat.Text();
          case "json_object" -> new OutputFormat.JsonObject();
          case "json_schema" -> schema(format);
          default ->
              new OutputFormat.Opaque(
                  OpenAiChatAdapter.DIALECT,
                  recording.request().path("response_format").toString());
        };
    if (!(read instanceof OutputFormat.Opaque)) {
      format.requireAllRead();
    }
    return read;
  }

  private static OutputFormat schema(Members format) {
    Members schema = format.object("json_schema");
    if (schema == null) {
      throw new UnreadableRequest(format.path(), "no json_schema");
    }
    OutputFormat read =
        new OutputFormat.JsonSchema(
            schema.requiredText("name"),
            schema.text("description"),
            schema.raw("schema"),
            schema.bool("strict"));
    schema.requireAllRead();
    return read;
  }

  private SamplingOptions sampling() {
    Long seed = body.number("seed");
    Long randomSeed = body.number("random_seed");
    if (randomSeed != null) {
      renames.put(Parameter.SEED.wireName(), "random_seed");
    }
    Map<String, Double> bias = new LinkedHashMap<>();
    JsonNode logitBias = body.any("logit_bias");
    if (logitBias != null) {
      logitBias.properties().forEach(e -> bias.put(e.getKey(), e.getValue().doubleValue()));
    }
    return new SamplingOptions(
        body.decimal("temperature"),
        body.decimal("top_p"),
        body.integer("top_k"),
        body.decimal("top_a"),
        body.decimal("min_p"),
        body.decimal("frequency_penalty"),
        body.decimal("presence_penalty"),
        body.decimal("repetition_penalty"),
        seed == null ? randomSeed : seed,
        bias);
  }

  private @Nullable ReasoningOptions reasoning() {
    ReasoningEffort effort = effort(body.text("reasoning_effort"));
    Integer budget = null;
    Boolean enabled = null;
    boolean exclude = false;
    String summary = null;
    List<String> places = new ArrayList<>();
    if (effort != null) {
      places.add("effort");
    }
    Members object = body.object("reasoning");
    if (object != null) {
      places.add("object");
      effort = effort == null ? effort(object.text("effort")) : effort;
      budget = object.integer("max_tokens");
      enabled = object.bool("enabled");
      exclude = Boolean.TRUE.equals(object.bool("exclude"));
      summary = object.text("summary");
      object.requireAllRead();
    }
    Members thinking = body.object("thinking");
    if (thinking != null) {
      places.add("thinking");
      String type = thinking.text("type");
      enabled = type == null ? enabled : Boolean.valueOf(type.equals("enabled"));
      budget = thinking.integer("budget_tokens");
      Boolean clear = thinking.bool("clear_thinking");
      if (clear != null) {
        options.put("clear_thinking", clear.toString());
      }
      thinking.requireAllRead();
    }
    Boolean enable = body.bool("enable_thinking");
    if (enable != null) {
      places.add("enable_thinking");
      enabled = enable;
    }
    Integer cap = body.integer("thinking_budget");
    if (cap != null) {
      places.add("thinking_budget");
      budget = cap;
    }
    if (!places.isEmpty()) {
      options.put("reasoning", String.join(",", places));
    }
    boolean says = effort != null || budget != null || enabled != null || object != null;
    return says ? new ReasoningOptions(effort, budget, enabled, exclude, summary) : null;
  }

  /** A word of one provider alone is a fixed member, like others of its kind. */
  private @Nullable ReasoningEffort effort(@Nullable String word) {
    if (word == null) {
      return null;
    }
    for (ReasoningEffort effort : ReasoningEffort.values()) {
      if (effort.name().equalsIgnoreCase(word)) {
        return effort;
      }
    }
    options.put("body.reasoning_effort", '"' + word + '"');
    return null;
  }

  private CacheOptions cache() {
    CacheHint automatic = ChatMessageReading.cacheHint(body);
    if (automatic != null) {
      options.putIfAbsent("cache_control", "parts");
    }
    return new CacheOptions(body.text("prompt_cache_key"), automatic);
  }

  private CallerLabels labels() {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode node = body.any("metadata");
    if (node != null) {
      node.properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
    }
    return new CallerLabels(body.text("user"), metadata, body.text("service_tier"));
  }
}
