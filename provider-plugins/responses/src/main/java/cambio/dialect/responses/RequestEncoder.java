package cambio.dialect.responses;

import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.wire.Efforts;
import cambio.wire.JsonWriter;
import cambio.wire.RequestBody;
import cambio.wire.RequestHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one request. Made for it and used once. */
final class RequestEncoder {

  private static final int ASSUMED_OUTPUT = 32_000;

  private final GenerationRequest request;
  private final EncodeContext context;
  private final Quirks quirks;
  private final RequestBody body;

  RequestEncoder(GenerationRequest request, EncodeContext context, ParameterTable table) {
    this.request = request;
    this.context = context;
    this.quirks = context.endpoint().quirks();
    this.body = new RequestBody(context, table);
  }

  UpstreamRequest encode() {
    body.reportUnsupported(request);
    if (ResponsesOption.MODEL_MEMBER.is(quirks, "true")) {
      body.name("model").value(context.endpoint().upstreamModel());
    }
    input();
    new ToolsEncoder(request.tools(), body).encode();
    OutputOptions output = request.output();
    body.member(Parameter.MAX_TOKENS, "max_output_tokens", output.maxTokens());
    text(output);
    body.member(Parameter.TOP_LOGPROBS, "top_logprobs", output.topLogprobs());
    body.member(Parameter.TEMPERATURE, "temperature", request.sampling().temperature());
    body.member(Parameter.TOP_P, "top_p", request.sampling().topP());
    reasoning();
    labels();
    stateless();
    if (request.stream()) {
      body.name("stream").value(true);
    }
    body.fixedMembers();
    body.extras(request.extras(), ResponsesAdapter.DIALECT);
    return send();
  }

  private void input() {
    List<Message> messages = request.messages();
    boolean first =
        ResponsesOption.INSTRUCTIONS.is(quirks, "member")
            && messages.getFirst() instanceof Message.Instruction;
    if (first) {
      body.name("instructions")
          .value(InputEncoder.texts(messages.getFirst().content(), body.adjustments()));
    }
    List<Message> rest = first ? messages.subList(1, messages.size()) : messages;
    boolean silent =
        rest.size() == 1
            && rest.getFirst() instanceof Message.User user
            && user.content().isEmpty();
    if (rest.isEmpty() || silent) {
      // An instruction or a prompt that the provider keeps speaks for the user.
      return;
    }
    body.name("input").array();
    InputEncoder encoder =
        new InputEncoder(body, CustomTools.of(request.tools().tools()), context.extras());
    rest.forEach(encoder::encode);
    body.json().end();
  }

  private void text(OutputOptions output) {
    OutputFormat format = body.honoured(Parameter.RESPONSE_FORMAT) ? output.format() : null;
    String verbosity = body.honoured(Parameter.VERBOSITY) ? output.verbosity() : null;
    if (format instanceof OutputFormat.Opaque opaque
        && !opaque.dialect().equals(ResponsesAdapter.DIALECT)) {
      body.adjustments().dropped("response_format", "Only its own dialect knows it.");
      format = null;
    }
    if (format == null && verbosity == null) {
      return;
    }
    JsonWriter json = body.name("text").object();
    if (format != null) {
      format(format, json.name("format"));
    }
    json.member("verbosity", verbosity).end();
  }

  private void format(OutputFormat format, JsonWriter json) {
    switch (format) {
      case OutputFormat.Text text -> json.object().member("type", "text").end();
      case OutputFormat.JsonObject object -> json.object().member("type", "json_object").end();
      case OutputFormat.Opaque opaque -> json.raw(opaque.json());
      case OutputFormat.JsonSchema schema -> {
        if (!body.honoured(Parameter.STRUCTURED_OUTPUTS)) {
          body.adjustments()
              .clamped(
                  "response_format",
                  "The endpoint takes no JSON schema: any JSON object is asked for instead.");
          json.object().member("type", "json_object").end();
          return;
        }
        json.object().member("type", "json_schema").member("name", schema.name());
        json.member("description", schema.description()).rawMember("schema", schema.schemaJson());
        json.member("strict", schema.strict()).end();
      }
    }
  }

  private void reasoning() {
    ReasoningOptions options = request.reasoning();
    if (options == null || !body.honoured(Parameter.REASONING)) {
      return;
    }
    ReasoningEffort effort = effort(options);
    String summary = summary(options, effort);
    if (effort != null || summary != null) {
      JsonWriter json = body.name(Parameter.REASONING, "reasoning").object();
      json.member("effort", effort == null ? null : Efforts.word(effort));
      json.member("summary", summary).end();
    }
  }

  private @Nullable ReasoningEffort effort(ReasoningOptions options) {
    ReasoningEffort wanted = options.effort();
    Integer budget = options.maxTokens();
    if (budget != null) {
      Integer limit = request.output().maxTokens();
      wanted = Efforts.ofBudget(budget, limit == null ? ASSUMED_OUTPUT : limit);
      body.adjustments()
          .emulated("reasoning", "The dialect takes an effort only, the nearest was sent.");
    } else if (wanted == null && options.enabled() != null) {
      wanted = options.enabled() ? null : ReasoningEffort.NONE;
    }
    if (wanted == null) {
      return null;
    }
    ReasoningEffort nearest = Efforts.nearest(wanted, ResponsesOption.EFFORTS.list(quirks));
    if (nearest != wanted) {
      body.adjustments()
          .clamped(
              "reasoning", "The nearest effort of the model is " + Efforts.word(nearest) + ".");
    }
    return nearest;
  }

  private @Nullable String summary(ReasoningOptions options, @Nullable ReasoningEffort effort) {
    if (options.exclude()) {
      return null;
    }
    String usual = ResponsesOption.SUMMARY.of(quirks);
    boolean off = effort == ReasoningEffort.NONE;
    return options.summary() != null || usual.isEmpty() || off ? options.summary() : usual;
  }

  private void labels() {
    body.member(Parameter.PROMPT_CACHE_KEY, "prompt_cache_key", request.cache().key());
    body.member(Parameter.USER, "user", request.labels().user());
    body.member(Parameter.METADATA, "metadata", request.labels().metadata());
    body.member(Parameter.SERVICE_TIER, "service_tier", request.labels().serviceTier());
  }

  /** The provider keeps nothing, so what the next turn needs must come with the answer. */
  private void stateless() {
    if (!ResponsesOption.STORE.is(quirks, "none")) {
      body.name("store").value(ResponsesOption.STORE.is(quirks, "true"));
    }
    List<String> include = new ArrayList<>(ResponsesOption.INCLUDE.list(quirks));
    include.remove("none");
    String logprobs = "message.output_text.logprobs";
    boolean wanted =
        Boolean.TRUE.equals(request.output().logprobs()) && body.honoured(Parameter.LOGPROBS);
    if (wanted && !include.contains(logprobs)) {
      include.add(logprobs);
    }
    if (!include.isEmpty()) {
      body.name("include").array();
      include.forEach(body.json()::value);
      body.json().end();
    }
  }

  private UpstreamRequest send() {
    EndpointSpec endpoint = context.endpoint();
    String query = ResponsesOption.QUERY.of(quirks);
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        endpoint.basePath()
            + ResponsesOption.PATH.of(quirks)
            + (query.isEmpty() ? "" : "?" + query),
        RequestHeaders.json(endpoint.auth(), context.credential(), request.stream()),
        body.toBytes(),
        body.adjustments().list());
  }
}
