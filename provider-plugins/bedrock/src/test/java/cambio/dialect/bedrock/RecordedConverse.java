package cambio.dialect.bedrock;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a recorded Converse request into the canonical one, from the service's model. */
final class RecordedConverse {

  private final Recording recording;
  private final Map<String, String> options = new HashMap<>();
  private @Nullable ReasoningOptions reasoning;
  private @Nullable Integer topK;

  RecordedConverse(Recording recording) {
    this.recording = recording;
  }

  /** The model's id in the path, decoded. */
  static String model(Recording recording) {
    String segment = recording.path().split("/", -1)[2].replace("+", "%2B");
    return URLDecoder.decode(segment, StandardCharsets.UTF_8);
  }

  RecordedRequest read() {
    Members body = Members.of("$", recording.request());
    if (model(recording).contains("anthropic.")) {
      options.put("reasoning_format", "anthropic-claude-v1");
    }
    options.put("history_reasoning", "all");
    List<Message> messages = new ArrayList<>();
    RecordedBlocks.system(body.list("system"), messages);
    for (JsonNode message : body.list("messages")) {
      RecordedBlocks.message(Members.of("$.messages[]", message), messages);
    }
    ToolOptions tools = tools(body.object("toolConfig"));
    fields(body.object("additionalModelRequestFields"));
    Members inference = body.object("inferenceConfig");
    OutputFormat format = format(body.object("outputConfig"));
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode labels = body.any("requestMetadata");
    if (labels != null) {
      labels.properties().forEach(e -> metadata.put(e.getKey(), e.getValue().textValue()));
    }
    Members tier = body.object("serviceTier");
    String serviceTier = tier == null ? null : tier.requiredText("type");
    // Members without a canonical place: what an operator would put into body.* options.
    for (String name : body.unread()) {
      String raw = body.raw(name);
      if (raw != null) {
        options.put("body." + name, raw);
      }
    }
    body.requireAllRead();
    GenerationRequest request =
        new GenerationRequest(
            messages,
            tools,
            output(inference, format),
            sampling(inference),
            reasoning,
            CacheOptions.none(),
            new CallerLabels(null, metadata, serviceTier),
            recording.path().endsWith("/converse-stream"),
            Extras.none());
    return new RecordedRequest(
        request,
        endpoint(),
        new Credential.AwsKeys("AKIDEXAMPLE", Secret.of("recorded-secret"), null));
  }

  private EndpointSpec endpoint() {
    return new EndpointSpec(
        "recorded",
        "recorded",
        model(recording),
        URI.create("https://" + recording.host()),
        new AuthStyle.Scheme("aws-sigv4"),
        "us-east-1",
        null,
        null,
        new Quirks(Map.of(), Set.of(), options));
  }

  private static OutputOptions output(@Nullable Members inference, @Nullable OutputFormat format) {
    List<String> stop = new ArrayList<>();
    if (inference != null) {
      inference.list("stopSequences").forEach(text -> stop.add(text.textValue()));
    }
    Integer maxTokens = inference == null ? null : inference.integer("maxTokens");
    return new OutputOptions(
        maxTokens, stop, null, format, null, null, List.of(), null, null, null);
  }

  private SamplingOptions sampling(@Nullable Members inference) {
    Double temperature = inference == null ? null : inference.decimal("temperature");
    Double topP = inference == null ? null : inference.decimal("topP");
    if (inference != null) {
      inference.requireAllRead();
    }
    return new SamplingOptions(
        temperature, topP, topK, null, null, null, null, null, null, Map.of());
  }

  private static @Nullable OutputFormat format(@Nullable Members config) {
    if (config == null) {
      return null;
    }
    Members text = config.object("textFormat");
    Members structure = text == null ? null : text.object("structure");
    Members schema = structure == null ? null : structure.object("jsonSchema");
    if (text == null || structure == null || schema == null) {
      throw new UnreadableRequest("$.outputConfig", "expected a JSON schema");
    }
    if (!text.requiredText("type").equals("json_schema")) {
      throw new UnreadableRequest("$.outputConfig.textFormat.type", "unknown");
    }
    String name = schema.text("name");
    OutputFormat format =
        new OutputFormat.JsonSchema(
            name == null ? "" : name,
            schema.text("description"),
            schema.requiredText("schema"),
            null);
    List.of(config, text, structure, schema).forEach(Members::requireAllRead);
    return format;
  }

  private ToolOptions tools(@Nullable Members config) {
    if (config == null) {
      return ToolOptions.none();
    }
    List<Tool> tools = new ArrayList<>();
    for (JsonNode entry : config.list("tools")) {
      Members tool = Members.of("$.toolConfig.tools[]", entry);
      if (tool.has("toolSpec")) {
        tools.add(function(Members.of("$.toolConfig.tools[].toolSpec", entry.path("toolSpec"))));
      } else if (tool.has("cachePoint") && tools.getLast() instanceof Tool.Function f) {
        CacheHint hint = RecordedBlocks.cacheHint(entry.path("cachePoint"));
        tools.set(
            tools.size() - 1,
            new Tool.Function(f.name(), f.description(), f.parametersJson(), f.strict(), hint));
      } else if (tool.has("systemTool") || tool.has("cachePoint")) {
        tools.add(new Tool.Opaque("bedrock-converse", tool.toJson()));
      } else {
        throw new UnreadableRequest("$.toolConfig.tools[]", "unknown to the reader");
      }
    }
    ToolChoice choice = choice(config.object("toolChoice"));
    config.requireAllRead();
    return new ToolOptions(tools, choice, null);
  }

  private Tool.Function function(Members spec) {
    Boolean strict = spec.bool("strict");
    if (strict != null) {
      options.put("strict_tools", "true");
    }
    Members schema = spec.object("inputSchema");
    Tool.Function function =
        new Tool.Function(
            spec.requiredText("name"),
            spec.text("description"),
            schema == null ? null : schema.raw("json"),
            strict,
            null);
    spec.requireAllRead();
    return function;
  }

  private static @Nullable ToolChoice choice(@Nullable Members choice) {
    if (choice == null) {
      return null;
    }
    if (choice.has("auto")) {
      return ToolChoice.AUTO;
    }
    if (choice.has("any")) {
      return ToolChoice.REQUIRED;
    }
    Members named = choice.object("tool");
    if (named == null) {
      throw new UnreadableRequest("$.toolConfig.toolChoice", "unknown to the reader");
    }
    return new ToolChoice.Named(named.requiredText("name"));
  }

  /** The members of the models' families; what has no canonical place is the endpoint's own. */
  private void fields(@Nullable Members fields) {
    if (fields == null) {
      return;
    }
    Members effort = fields.object("output_config");
    for (String family : List.of("thinking", "reasoning_config")) {
      Members thinking = fields.object(family);
      if (thinking != null) {
        thinking(family, thinking, effort == null ? null : effort.text("effort"));
      }
    }
    if (effort != null) {
      effort.requireAllRead();
    }
    Members nova = fields.object("reasoningConfig");
    if (nova != null) {
      options.put("reasoning", "nova");
      reasoning =
          nova.requiredText("type").equals("disabled")
              ? new ReasoningOptions(null, null, false, false, null)
              : ReasoningOptions.effort(effort(nova.requiredText("maxReasoningEffort")));
      nova.requireAllRead();
    }
    String bare = fields.text("reasoning_effort");
    if (bare != null) {
      options.put("reasoning", "effort");
      reasoning = ReasoningOptions.effort(effort(bare));
    }
    topK(fields);
    for (String name : fields.unread()) {
      options.put("fields." + name, String.valueOf(fields.raw(name)));
    }
  }

  private void topK(Members fields) {
    for (String name : List.of("top_k", "k")) {
      if (fields.has(name)) {
        options.put("top_k", name);
        topK = fields.integer(name);
      }
    }
    Members inference = fields.object("inferenceConfig");
    if (inference != null) {
      options.put("top_k", "nova");
      topK = inference.integer("topK");
      inference.requireAllRead();
    }
  }

  private void thinking(String family, Members thinking, @Nullable String effort) {
    String type = thinking.requiredText("type");
    String display = thinking.text("display");
    if (display != null) {
      options.put("thinking_display", display);
    }
    options.put("reasoning", type.equals("adaptive") ? "adaptive" : family);
    options.put("efforts", "low,medium,high,xhigh,max");
    Integer budget = thinking.integer("budget_tokens");
    reasoning =
        switch (type) {
          case "enabled" -> new ReasoningOptions(null, budget, true, false, null);
          case "adaptive" ->
              new ReasoningOptions(effort == null ? null : effort(effort), null, true, false, null);
          case "disabled" -> new ReasoningOptions(null, null, false, false, null);
          default -> throw new UnreadableRequest("$." + family + ".type", "unknown: " + type);
        };
    thinking.requireAllRead();
  }

  private static ReasoningEffort effort(String word) {
    return ReasoningEffort.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
