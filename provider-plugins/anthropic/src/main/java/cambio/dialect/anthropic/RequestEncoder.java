package cambio.dialect.anthropic;

import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.HeaderFields;
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
import cambio.wire.JsonWriter;
import cambio.wire.RequestHeaders;
import cambio.wire.StructuredOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one request. Made for it and used once. */
final class RequestEncoder {

  private static final String BODY_PREFIX = "body.";
  private static final String FILES_BETA = "files-api-2025-04-14";
  private static final CacheHint USUAL = new CacheHint(null);

  private final GenerationRequest request;
  private final EncodeContext context;
  private final EndpointSpec endpoint;
  private final Quirks quirks;
  private final ParameterTable table;
  private final Adjustments adjustments = new Adjustments();
  private final Set<String> written = new HashSet<>();
  private final JsonWriter json = new JsonWriter();
  private final BlockWriter blocks;

  RequestEncoder(GenerationRequest request, EncodeContext context, ParameterTable table) {
    this.request = request;
    this.context = context;
    this.endpoint = context.endpoint();
    this.quirks = endpoint.quirks();
    this.table = table;
    this.blocks = new BlockWriter(json, MessagesOption.LONG_CACHE.is(quirks, "true"), adjustments);
  }

  /** The request that generates. */
  UpstreamRequest encode() {
    reportUnsupported();
    Prompt prompt = Prompt.of(request.messages(), quirks, table, adjustments);
    ToolsWriter tools = tools();
    ThinkingPlan plan = plan(prompt, tools);
    placeBreakpoints(prompt, tools);
    json.object();
    if (MessagesOption.MODEL_MEMBER.is(quirks, "true")) {
      name("model").value(endpoint.upstreamModel());
    }
    name(quirks.nameOf(Parameter.MAX_TOKENS, "max_tokens")).value((long) plan.maxTokens());
    prompt(prompt);
    tools.tools(this, blocks);
    tools.choice(this, plan.thinks());
    sampling(request.sampling(), plan);
    thinking(plan);
    outputConfig(plan.effort() == null ? verbosity() : plan.effort());
    labels(request.labels());
    if (request.stream() && MessagesOption.STREAM_MEMBER.is(quirks, "true")) {
      name("stream").value(true);
    }
    List<String> betas = betas();
    version(betas);
    fixedMembers();
    extras(request.extras());
    String path = request.stream() ? MessagesOption.STREAM_PATH.of(quirks) : "";
    return send(path.isEmpty() ? MessagesOption.PATH.of(quirks) : path, request.stream(), betas);
  }

  /** The request that counts the prompt's tokens: the prompt and nothing of the answer. */
  UpstreamRequest encodeCount() {
    Prompt prompt = Prompt.of(request.messages(), quirks, table, adjustments);
    ToolsWriter tools = tools();
    ThinkingPlan plan = plan(prompt, tools);
    placeBreakpoints(prompt, tools);
    json.object();
    name("model").value(endpoint.upstreamModel());
    prompt(prompt);
    tools.tools(this, blocks);
    tools.choice(this, plan.thinks());
    thinking(plan);
    List<String> betas = betas();
    version(betas);
    return send(MessagesOption.COUNT_PATH.of(quirks), false, betas);
  }

  /** Begins a top-level member. */
  JsonWriter name(String name) {
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

  private ToolsWriter tools() {
    boolean byMember = !MessagesOption.STRUCTURED_OUTPUT.is(quirks, "tool");
    Tool.@Nullable Function output =
        honoured(Parameter.RESPONSE_FORMAT)
            ? StructuredOutput.tool(request.output().format(), byMember)
            : null;
    if (output != null) {
      adjustments.emulated("response_format", "The format was asked for by a tool call.");
    }
    return new ToolsWriter(request.tools(), output, quirks, adjustments);
  }

  private ThinkingPlan plan(Prompt prompt, ToolsWriter tools) {
    Integer asked = request.output().maxTokens();
    if (request.reasoning() == null || !honoured(Parameter.REASONING)) {
      return ThinkingPlan.unsaid(asked, endpoint);
    }
    ThinkingPlan plan = ThinkingPlan.of(request.reasoning(), asked, endpoint, adjustments);
    if (!plan.thinks()) {
      return plan;
    }
    @Nullable String why = null;
    if (tools.forced()) {
      why = "A model that thinks cannot be forced to call a tool.";
    } else if (prompt.endsInPrefix()) {
      why = "A model that thinks cannot continue a message.";
    } else if (plan.mode() == ThinkingPlan.Mode.BUDGET && prompt.lacksReasoningBeforeTools()) {
      why = "The reasoning before the last tool call is missing in the conversation.";
    }
    if (why == null) {
      return plan;
    }
    adjustments.dropped("reasoning", why);
    return ThinkingPlan.unsaid(asked, endpoint);
  }

  private void placeBreakpoints(Prompt prompt, ToolsWriter tools) {
    if (!honoured(Parameter.CACHE_CONTROL)) {
      tools.clearMarks();
      CachePlan.clear(prompt, adjustments);
      return;
    }
    CacheHint hint = request.cache().automatic();
    boolean silent = hint == null && tools.marks() == 0 && !CachePlan.marked(prompt);
    if (silent && MessagesOption.CACHE.is(quirks, "always")) {
      hint = USUAL;
    }
    if (hint != null && !hint.off() && !MessagesOption.CACHE.is(quirks, "member")) {
      tools.markLast(hint);
      CachePlan.automatic(prompt, hint);
    }
    CachePlan.limit(tools.marks(), prompt, adjustments);
  }

  private void prompt(Prompt prompt) {
    if (!prompt.system().isEmpty()) {
      name("system");
      blocks.content(prompt.system());
    }
    name("messages").array();
    for (Turn turn : prompt.turns()) {
      json.object().member("role", turn.role()).name("content");
      blocks.content(turn.blocks());
      json.end();
    }
    json.end();
    CacheHint automatic = request.cache().automatic();
    boolean wanted = automatic != null && !automatic.off();
    if (wanted && MessagesOption.CACHE.is(quirks, "member")) {
      written.add("cache_control");
      blocks.mark(automatic);
    }
  }

  private void sampling(SamplingOptions sampling, ThinkingPlan plan) {
    boolean thinks = plan.thinks();
    Double temperature = honoured(Parameter.TEMPERATURE) ? sampling.temperature() : null;
    if (temperature != null && thinks && temperature != 1) {
      adjustments.dropped("temperature", "A model that thinks takes no temperature but 1.");
      temperature = null;
    }
    if (temperature != null) {
      double inRange = Math.min(1, Math.max(0, temperature));
      if (inRange != temperature) {
        adjustments.clamped("temperature", "The dialect takes 0 to 1.");
      }
      name("temperature").value(inRange);
    }
    Double topP = honoured(Parameter.TOP_P) ? sampling.topP() : null;
    if (topP != null && thinks && topP < 0.95) {
      adjustments.dropped("top_p", "A model that thinks takes no top_p under 0.95.");
    } else if (topP != null
        && temperature != null
        && MessagesOption.ONE_SAMPLER.is(quirks, "true")) {
      adjustments.dropped("top_p", "The model takes temperature or top_p, not both.");
    } else if (topP != null) {
      name("top_p").value(topP.doubleValue());
    }
    Integer topK = honoured(Parameter.TOP_K) ? sampling.topK() : null;
    if (topK != null && thinks) {
      adjustments.dropped("top_k", "A model that thinks takes no top_k.");
    } else if (topK != null) {
      name("top_k").value(topK.longValue());
    }
    stop();
  }

  private void stop() {
    List<String> stop = request.output().stop().stream().filter(text -> !text.isBlank()).toList();
    if (stop.size() < request.output().stop().size()) {
      adjustments.dropped("stop", "The dialect takes no stop text of white space alone.");
    }
    if (!stop.isEmpty() && honoured(Parameter.STOP)) {
      name("stop_sequences").array();
      stop.forEach(json::value);
      json.end();
    }
  }

  private void thinking(ThinkingPlan plan) {
    switch (plan.mode()) {
      case UNSAID -> {}
      case DISABLED -> name("thinking").object().member("type", "disabled").end();
      case ADAPTIVE -> {
        name("thinking").object().member("type", "adaptive");
        json.member("display", plan.display()).end();
      }
      case BUDGET -> {
        name("thinking").object().member("type", "enabled").member("budget_tokens", plan.budget());
        json.member("display", plan.display()).end();
      }
    }
  }

  private void outputConfig(@Nullable String effort) {
    String format = honoured(Parameter.RESPONSE_FORMAT) ? format() : null;
    boolean older = MessagesOption.STRUCTURED_OUTPUT.is(quirks, "output_format");
    if (format != null && older) {
      name("output_format").raw(format);
    }
    boolean within = format != null && !older;
    if (effort != null || within) {
      name("output_config").object().member("effort", effort);
      json.rawMember("format", within ? format : null).end();
    }
  }

  private @Nullable String verbosity() {
    String wanted = request.output().verbosity();
    if (wanted == null || !honoured(Parameter.VERBOSITY)) {
      return null;
    }
    String nearest = ThinkingPlan.nearest(wanted, quirks);
    if (!nearest.equals(wanted)) {
      adjustments.clamped("verbosity", "The nearest effort of the model is " + nearest + ".");
    }
    return nearest;
  }

  private @Nullable String format() {
    if (request.output().format() instanceof OutputFormat.Opaque opaque) {
      if (opaque.dialect().equals(MessagesAdapter.DIALECT)) {
        return opaque.json();
      }
      adjustments.dropped("response_format", "Only its own dialect knows it.");
      return null;
    }
    boolean byMember = !MessagesOption.STRUCTURED_OUTPUT.is(quirks, "tool");
    return byMember
            && request.output().format() instanceof OutputFormat.JsonSchema schema
            && schema.schemaJson() != null
        ? "{\"type\":\"json_schema\",\"schema\":" + schema.schemaJson() + "}"
        : null;
  }

  private void labels(CallerLabels labels) {
    if (labels.user() != null && honoured(Parameter.USER)) {
      name("metadata").object().member("user_id", labels.user()).end();
    }
    if (labels.serviceTier() == null || !honoured(Parameter.SERVICE_TIER)) {
      return;
    }
    switch (labels.serviceTier()) {
      case "auto", "priority" -> name("service_tier").value("auto");
      case "default", "standard_only" -> name("service_tier").value("standard_only");
      default -> adjustments.dropped("service_tier", "The dialect has auto and default only.");
    }
  }

  private List<String> betas() {
    List<String> betas = new ArrayList<>(MessagesOption.BETA.list(quirks));
    if (blocks.usedFiles() && betas.stream().noneMatch(beta -> beta.startsWith("files-api-"))) {
      betas.add(FILES_BETA);
    }
    return betas;
  }

  private void version(List<String> betas) {
    if (MessagesOption.VERSION_IN.is(quirks, "body")) {
      if (!MessagesOption.VERSION.is(quirks, "none")) {
        name("anthropic_version").value(MessagesOption.VERSION.of(quirks));
      }
      if (!betas.isEmpty()) {
        name("anthropic_beta").array();
        betas.forEach(json::value);
        json.end();
      }
    }
  }

  private void fixedMembers() {
    new TreeMap<>(quirks.options())
        .forEach((option, raw) -> {
          String member = option.startsWith(BODY_PREFIX) ? option.substring(5) : "";
          if (!member.isEmpty() && !written.contains(member)) {
            name(member).raw(raw);
          }
        });
  }

  private void extras(Extras extras) {
    boolean same = extras.dialect().equals(MessagesAdapter.DIALECT);
    for (Map.Entry<String, String> member : extras.members().entrySet()) {
      if (!same) {
        adjustments.dropped(member.getKey(), "Only its own dialect knows it.");
      } else if (context.extras() && !written.contains(member.getKey())) {
        name(member.getKey()).raw(member.getValue());
      }
    }
  }

  private UpstreamRequest send(String path, boolean stream, List<String> betas) {
    HeaderFields headers = RequestHeaders.json(endpoint.auth(), context.credential(), stream);
    if (MessagesOption.VERSION_IN.is(quirks, "header")) {
      if (!MessagesOption.VERSION.is(quirks, "none")) {
        headers = headers.plus("anthropic-version", MessagesOption.VERSION.of(quirks));
      }
      if (!betas.isEmpty()) {
        headers = headers.plus("anthropic-beta", String.join(",", betas));
      }
    }
    String query = MessagesOption.QUERY.of(quirks);
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        endpoint.basePath()
            + path.replace("{model}", ModelSegment.of(endpoint.upstreamModel()))
            + (query.isEmpty() ? "" : "?" + query),
        headers,
        json.end().toBytes(),
        adjustments.list());
  }
}
