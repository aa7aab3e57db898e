package cambio.dialect.anthropic;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.request.CacheHint;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one recorded request into the canonical one and the quirks of the endpoint that it went to.
 * Refuses every member that it does not know.
 */
final class RecordedMessages {

  private static final Set<String> FUNCTION =
      Set.of(
          "type",
          "name",
          "description",
          "input_schema",
          "strict",
          "cache_control",
          "eager_input_streaming");

  private final Recording recording;
  private final Members body;
  private final Map<String, String> options = new HashMap<>();

  RecordedMessages(Recording recording) {
    this.recording = recording;
    this.body = Members.of("$", recording.request());
  }

  RecordedRequest read() {
    String model = endpoint();
    List<Message> messages = new ArrayList<>();
    if (body.has("system")) {
      messages.add(RecordedBlocks.instruction("$.system", body.any("system")));
    }
    List<JsonNode> turns = body.list("messages");
    for (int i = 0; i < turns.size(); i++) {
      turn("$.messages[" + i + "]", turns.get(i), i == turns.size() - 1, messages);
    }
    ToolOptions tools = tools();
    Members config = body.object("output_config");
    OutputOptions output = output(config);
    ReasoningOptions reasoning = reasoning(config);
    if (config != null) {
      config.requireAllRead();
    }
    CacheHint automatic = RecordedBlocks.hint(body);
    if (automatic != null) {
      options.put("cache", "member");
    }
    GenerationRequest request =
        new GenerationRequest(
            messages,
            tools,
            output,
            sampling(),
            reasoning,
            new CacheOptions(null, automatic),
            labels(),
            Boolean.TRUE.equals(body.bool("stream")),
            Extras.none());
    // Members of betas and of the account, which have no canonical place: what an operator would
    // put into the endpoint's body.* options. A caller's own would travel as extras, which is off.
    for (String name : body.unread()) {
      String raw = body.raw(name);
      if (raw != null) {
        options.put("body." + name, raw);
      }
    }
    body.requireAllRead();
    return new RecordedRequest(request, spec(model), credential());
  }

  /** The model's name; sets the options that the catalogue has for this kind of endpoint. */
  private String endpoint() {
    String version = body.text("anthropic_version");
    if (version != null) {
      options.put("version", version);
      options.put("version_in", "body");
    }
    List<String> betas = body.list("anthropic_beta").stream().map(JsonNode::asText).toList();
    if (!betas.isEmpty()) {
      options.put("beta", String.join(",", betas));
    }
    if (recording.path().matches(".*/messages(/count_tokens)?")) {
      return body.requiredText("model");
    }
    options.put("model_member", "false");
    String publisher = "/publishers/anthropic/models/";
    String last = recording.path().substring(recording.path().lastIndexOf('/') + 1);
    options.put("path", publisher + "{model}:rawPredict");
    options.put("stream_path", publisher + "{model}:streamRawPredict");
    return URLDecoder.decode(last.substring(0, last.lastIndexOf(':')), StandardCharsets.UTF_8);
  }

  private EndpointSpec spec(String model) {
    String base = recording.path().replaceFirst("/publishers/.*|/messages(/count_tokens)?$", "");
    return new EndpointSpec(
        "recorded",
        "recorded",
        model,
        URI.create("https://" + recording.host() + base),
        AuthStyle.parse("header:x-api-key"),
        null,
        null,
        null,
        new Quirks(Map.of(), Set.of(), options));
  }

  private static Credential credential() {
    return new Credential.ApiKey(Secret.of("recorded-key"));
  }

  private void turn(String path, JsonNode node, boolean last, List<Message> messages) {
    Members turn = Members.of(path, node);
    String role = turn.requiredText("role");
    JsonNode content = turn.any("content");
    turn.requireAllRead();
    switch (role) {
      case "user" -> RecordedBlocks.user(path + ".content", content, messages);
      case "assistant" ->
          messages.add(
              new Message.Assistant(
                  RecordedBlocks.parts(path + ".content", content), null, last, Extras.none()));
      case "system" -> {
        options.put("system_messages", "in_place");
        messages.add(RecordedBlocks.instruction(path + ".content", content));
      }
      default -> throw new UnreadableRequest(path + ".role", "unknown: " + role);
    }
  }

  private ToolOptions tools() {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode node : body.list("tools")) {
      Tool tool;
      try {
        tool = tool(Members.of("$.tools[" + tools.size() + "]", node), node);
      } catch (UnreadableRequest e) {
        tool = new Tool.Opaque(MessagesAdapter.DIALECT, node.toString());
      }
      tools.add(tool);
    }
    Members choice = body.object("tool_choice");
    if (choice == null) {
      return new ToolOptions(tools, null, null);
    }
    String type = choice.requiredText("type");
    ToolChoice read =
        switch (type) {
          case "auto" -> ToolChoice.AUTO;
          case "any" -> ToolChoice.REQUIRED;
          case "none" -> ToolChoice.NONE;
          case "tool" -> new ToolChoice.Named(choice.requiredText("name"));
          default -> throw new UnreadableRequest("$.tool_choice.type", "unknown: " + type);
        };
    Boolean single = choice.bool("disable_parallel_tool_use");
    choice.requireAllRead();
    return new ToolOptions(tools, read, single == null ? null : !single);
  }

  /** A function, or what the provider runs (or looks up) itself and only this dialect knows. */
  private Tool tool(Members tool, JsonNode node) {
    String type = tool.text("type");
    boolean own = type != null && !type.equals("custom");
    boolean special = node.properties().stream().anyMatch(m -> !FUNCTION.contains(m.getKey()));
    if (own || special) {
      return new Tool.Opaque(MessagesAdapter.DIALECT, node.toString());
    }
    if (tool.any("eager_input_streaming") != null) {
      options.put("eager_input_streaming", "true");
    }
    if (node.has("strict")) {
      options.put("strict_tools", "true");
    }
    Tool.Function function =
        new Tool.Function(
            tool.requiredText("name"),
            tool.text("description"),
            tool.raw("input_schema"),
            tool.bool("strict"),
            RecordedBlocks.hint(tool));
    tool.requireAllRead();
    return function;
  }

  private OutputOptions output(@Nullable Members config) {
    List<String> stop = body.list("stop_sequences").stream().map(JsonNode::asText).toList();
    Integer max = body.integer("max_tokens");
    OutputFormat format = null;
    if (config != null && config.has("format")) {
      options.put("structured_output", "output_config");
      format = format(config.object("format"));
    } else if (body.has("output_format")) {
      options.put("structured_output", "output_format");
      format = format(body.object("output_format"));
    }
    String verbosity = adaptive() || config == null ? null : config.text("effort");
    if (verbosity != null) {
      options.put("verbosity", "effort");
      options.put("efforts", "low,medium,high,xhigh,max");
    }
    return new OutputOptions(max, stop, null, format, null, null, List.of(), null, verbosity, null);
  }

  /** Whether the model thinks as it sees fit; only then the effort is that of its thinking. */
  private boolean adaptive() {
    return body.peek("thinking").path("type").asText().equals("adaptive");
  }

  private static @Nullable OutputFormat format(@Nullable Members format) {
    if (format == null) {
      return null;
    }
    String type = format.requiredText("type");
    if (!type.equals("json_schema")) {
      throw new UnreadableRequest(format.path() + ".type", "unknown: " + type);
    }
    OutputFormat read = new OutputFormat.JsonSchema("output", null, format.raw("schema"), null);
    format.requireAllRead();
    return read;
  }

  private @Nullable ReasoningOptions reasoning(@Nullable Members config) {
    String kind = body.peek("thinking").path("type").asText("enabled");
    if (!Set.of("enabled", "adaptive", "disabled").contains(kind)) {
      return null; // A new kind is a fixed member, like others that have no canonical place.
    }
    Members thinking = body.object("thinking");
    if (thinking == null) {
      return null;
    }
    String effort = config == null || !adaptive() ? null : config.text("effort");
    ReasoningEffort wanted =
        effort == null ? null : ReasoningEffort.valueOf(effort.toUpperCase(Locale.ROOT));
    String type = thinking.requiredText("type");
    String display = thinking.text("display");
    Integer budget = thinking.integer("budget_tokens");
    thinking.requireAllRead();
    if (type.equals("disabled")) {
      return new ReasoningOptions(null, null, false, false, null);
    }
    switch (type) {
      case "enabled" -> {}
      case "adaptive" -> {
        options.put("reasoning", "adaptive");
        options.put("efforts", "low,medium,high,xhigh,max");
      }
      default -> throw new UnreadableRequest("$.thinking.type", "unknown: " + type);
    }
    boolean omitted = "omitted".equals(display);
    return new ReasoningOptions(
        wanted, budget, true, omitted, "summarized".equals(display) ? "auto" : null);
  }

  private SamplingOptions sampling() {
    return new SamplingOptions(
        body.decimal("temperature"),
        body.decimal("top_p"),
        body.integer("top_k"),
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of());
  }

  private CallerLabels labels() {
    Members metadata = body.object("metadata");
    String user = metadata == null ? null : metadata.text("user_id");
    if (metadata != null) {
      metadata.requireAllRead();
    }
    String tier = body.text("service_tier");
    return new CallerLabels(user, Map.of(), "standard_only".equals(tier) ? "default" : tier);
  }
}
