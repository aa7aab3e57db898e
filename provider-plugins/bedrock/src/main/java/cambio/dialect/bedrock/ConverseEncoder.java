package cambio.dialect.bedrock;

import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.CacheHint;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.wire.Adjustments;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import cambio.wire.StructuredOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes one request. Made for it and used once. */
final class ConverseEncoder {

  private static final String FIELDS = "additionalModelRequestFields";
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");
  private static final CacheHint USUAL = new CacheHint(null);

  private final GenerationRequest request;
  private final EncodeContext context;
  private final EndpointSpec endpoint;
  private final Quirks quirks;
  private final ParameterTable table;
  private final Adjustments adjustments = new Adjustments();
  private final Set<String> written = new HashSet<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final JsonWriter json = new JsonWriter();
  private final BlockWriter blocks;

  ConverseEncoder(GenerationRequest request, EncodeContext context, ParameterTable table) {
    this.request = request;
    this.context = context;
    this.endpoint = context.endpoint();
    this.quirks = endpoint.quirks();
    this.table = table;
    this.blocks = new BlockWriter(json, quirks, adjustments);
  }

  UpstreamRequest encode() {
    reportUnsupported();
    Conversation conversation = Conversation.of(request.messages(), quirks, table, adjustments);
    ToolConfig tools = tools(conversation);
    ReasoningPlan reasoning = reasoning(conversation, tools);
    fields.putAll(reasoning.fields());
    placeBreakpoints(conversation, tools);
    json.object();
    prompt(conversation);
    inference(reasoning);
    if (!tools.isEmpty()) {
      name("toolConfig");
      tools.write(json, blocks);
    }
    outputConfig();
    labels(request.labels());
    fixedMembers();
    extras(request.extras());
    additionalFields();
    return send();
  }

  private JsonWriter name(String name) {
    written.add(name);
    return json.name(name);
  }

  private boolean honoured(Parameter parameter) {
    return table.of(parameter).honoured();
  }

  private void reportUnsupported() {
    for (Parameter parameter : request.parameters()) {
      if (!honoured(parameter)) {
        adjustments.dropped(parameter.wireName(), "The endpoint does not take it.");
      }
    }
  }

  private ToolConfig tools(Conversation conversation) {
    boolean byMember = ConverseOption.STRUCTURED_OUTPUT.is(quirks, "output_config");
    Tool.@Nullable Function output =
        honoured(Parameter.RESPONSE_FORMAT)
            ? StructuredOutput.tool(request.output().format(), byMember)
            : null;
    if (output != null) {
      adjustments.emulated("response_format", "The format was asked for by a tool call.");
    }
    return new ToolConfig(request.tools(), conversation, output, quirks, adjustments);
  }

  private ReasoningPlan reasoning(Conversation conversation, ToolConfig tools) {
    if (request.reasoning() == null || !honoured(Parameter.REASONING)) {
      return ReasoningPlan.UNSAID;
    }
    Integer asked = request.output().maxTokens();
    ReasoningPlan plan = ReasoningPlan.of(request.reasoning(), asked, endpoint, adjustments);
    if (!plan.thinks()) {
      return plan;
    }
    @Nullable String why = null;
    if (tools.forced()) {
      why = "A model that thinks cannot be forced to call a tool.";
    } else if (conversation.endsInPrefix()) {
      why = "A model that thinks cannot continue a message.";
    } else if (plan.budgeted() && conversation.lacksReasoningBeforeTools()) {
      why = "The reasoning before the last tool call is missing in the conversation.";
    }
    if (why == null) {
      return plan;
    }
    adjustments.dropped("reasoning", why);
    return ReasoningPlan.UNSAID;
  }

  private void placeBreakpoints(Conversation conversation, ToolConfig tools) {
    if (!honoured(Parameter.CACHE_CONTROL)) {
      tools.clearMarks();
      CachePoints.clear(conversation, adjustments);
      return;
    }
    CacheHint hint = request.cache().automatic();
    boolean silent = hint == null && tools.marks() == 0 && !CachePoints.marked(conversation);
    if (silent && ConverseOption.CACHE.is(quirks, "always")) {
      hint = USUAL;
    }
    if (hint != null && !hint.off()) {
      tools.markLast(hint);
      CachePoints.automatic(conversation, hint);
    }
    CachePoints.limit(tools.marks(), conversation, adjustments);
  }

  private void prompt(Conversation conversation) {
    if (!conversation.system().isEmpty()) {
      name("system");
      blocks.blocks(conversation.system());
    }
    name("messages").array();
    for (Turn turn : conversation.turns()) {
      json.object().member("role", turn.role()).name("content");
      blocks.blocks(turn.blocks());
      json.end();
    }
    json.end();
  }

  private void inference(ReasoningPlan reasoning) {
    SamplingOptions sampling = request.sampling();
    Integer maxTokens = honoured(Parameter.MAX_TOKENS) ? request.output().maxTokens() : null;
    Double temperature = temperature(sampling, reasoning.thinks());
    Double topP = topP(sampling, reasoning.thinks(), temperature != null);
    topK(sampling, reasoning.thinks());
    List<String> stop = honoured(Parameter.STOP) ? request.output().stop() : List.of();
    if (maxTokens == null && temperature == null && topP == null && stop.isEmpty()) {
      return;
    }
    name("inferenceConfig").object().member("maxTokens", maxTokens);
    json.member("temperature", temperature).member("topP", topP);
    if (!stop.isEmpty()) {
      json.name("stopSequences").array();
      stop.forEach(json::value);
      json.end();
    }
    json.end();
  }

  private @Nullable Double temperature(SamplingOptions sampling, boolean thinks) {
    Double temperature = honoured(Parameter.TEMPERATURE) ? sampling.temperature() : null;
    if (temperature == null) {
      return null;
    }
    if (thinks && temperature != 1) {
      adjustments.dropped("temperature", "A model that thinks takes no temperature but 1.");
      return null;
    }
    double inRange = Math.min(1, Math.max(0, temperature));
    if (inRange != temperature) {
      adjustments.clamped("temperature", "The dialect takes 0 to 1.");
    }
    return inRange;
  }

  private @Nullable Double topP(SamplingOptions sampling, boolean thinks, boolean tempered) {
    Double topP = honoured(Parameter.TOP_P) ? sampling.topP() : null;
    if (topP != null && thinks && topP < 0.95) {
      adjustments.dropped("top_p", "A model that thinks takes no top_p under 0.95.");
      return null;
    }
    if (topP != null && tempered && ConverseOption.ONE_SAMPLER.is(quirks, "true")) {
      adjustments.dropped("top_p", "The model takes temperature or top_p, not both.");
      return null;
    }
    return topP;
  }

  private void topK(SamplingOptions sampling, boolean thinks) {
    Integer topK = honoured(Parameter.TOP_K) ? sampling.topK() : null;
    if (topK == null) {
      return;
    }
    if (thinks) {
      adjustments.dropped("top_k", "A model that thinks takes no top_k.");
      return;
    }
    switch (ConverseOption.TOP_K.of(quirks)) {
      case "top_k" -> fields.put("top_k", topK.toString());
      case "k" -> fields.put("k", topK.toString());
      case "nova" -> fields.put("inferenceConfig", "{\"topK\":" + topK + "}");
      default -> adjustments.dropped("top_k", "The model does not take it.");
    }
  }

  private void outputConfig() {
    OutputFormat format = honoured(Parameter.RESPONSE_FORMAT) ? request.output().format() : null;
    switch (format) {
      case null -> {}
      case OutputFormat.Text text -> {}
      case OutputFormat.JsonObject object -> {} // asked for by a tool
      case OutputFormat.JsonSchema schema -> {
        if (schema.schemaJson() != null
            && ConverseOption.STRUCTURED_OUTPUT.is(quirks, "output_config")) {
          schema(schema.name(), schema.description(), schema.schemaJson());
        }
      }
      case OutputFormat.Opaque opaque -> {
        if (opaque.dialect().equals(ConverseAdapter.DIALECT)) {
          name("outputConfig").raw(opaque.json());
        } else {
          adjustments.dropped("response_format", "Only its own dialect knows it.");
        }
      }
    }
  }

  private void schema(String name, @Nullable String description, String schema) {
    name("outputConfig").object().name("textFormat").object().member("type", "json_schema");
    json.name("structure").object().name("jsonSchema").object();
    json.member("name", name.isEmpty() ? null : name).member("description", description);
    // The schema travels as text within a string.
    json.member("schema", schema).end().end().end().end();
  }

  private void labels(CallerLabels labels) {
    if (!labels.metadata().isEmpty() && honoured(Parameter.METADATA)) {
      Map<String, String> legal = new TreeMap<>();
      labels
          .metadata()
          .forEach((key, value) -> {
            if (!key.isEmpty() && LABEL.matcher(key).matches() && LABEL.matcher(value).matches()) {
              legal.put(key, value);
            } else {
              adjustments.dropped("metadata", "A pair has characters that the provider refuses.");
            }
          });
      name("requestMetadata").object();
      legal.forEach(json::member);
      json.end();
    }
    if (labels.serviceTier() == null || !honoured(Parameter.SERVICE_TIER)) {
      return;
    }
    switch (labels.serviceTier()) {
      case "auto" -> {}
      case "default", "flex", "priority", "reserved" ->
          name("serviceTier").object().member("type", labels.serviceTier()).end();
      default ->
          adjustments.dropped("service_tier", "The provider has default, flex and priority.");
    }
  }

  private void fixedMembers() {
    new TreeMap<>(quirks.options())
        .forEach((option, raw) -> {
          if (option.startsWith("fields.")) {
            fields.putIfAbsent(option.substring("fields.".length()), raw);
          } else if (option.startsWith("body.")) {
            member(option.substring("body.".length()), raw);
          }
        });
  }

  private void extras(Extras extras) {
    boolean same = extras.dialect().equals(ConverseAdapter.DIALECT);
    for (Map.Entry<String, String> member : extras.members().entrySet()) {
      if (!same) {
        adjustments.dropped(member.getKey(), "Only its own dialect knows it.");
      } else if (context.extras()) {
        member(member.getKey(), member.getValue());
      }
    }
  }

  /** A raw member, unless it was written; those within the model's own fields are merged. */
  private void member(String name, String raw) {
    if (!name.equals(FIELDS)) {
      if (!written.contains(name)) {
        name(name).raw(raw);
      }
      return;
    }
    try (JsonReader reader = JsonReader.of(raw)) {
      for (String key = reader.firstMember(); key != null; key = reader.nextMember()) {
        fields.putIfAbsent(key, reader.raw());
      }
    } catch (IOException e) {
      adjustments.dropped(FIELDS, "It is no JSON object.");
    }
  }

  private void additionalFields() {
    if (!fields.isEmpty()) {
      name(FIELDS).object();
      fields.forEach(json::rawMember);
      json.end();
    }
  }

  private UpstreamRequest send() {
    String method = request.stream() ? "/converse-stream" : "/converse";
    String model = PercentEncoding.segment(InferenceProfiles.modelFor(endpoint));
    String path = endpoint.basePath() + "/model/" + model + method;
    String accept = request.stream() ? ConverseDecoder.EVENT_STREAM : "application/json";
    byte[] body = json.end().toBytes();
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        path,
        Authorization.headers(context, path, accept, body),
        body,
        adjustments.list());
  }
}
