package cambio.dialect.openai;

import cambio.spi.Adjustment;
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
import cambio.spi.request.Modality;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.SamplingOptions;
import cambio.wire.JsonWriter;
import cambio.wire.PathTemplate;
import cambio.wire.RequestHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one request. Made for it and used once. */
final class RequestEncoder {

  private static final String BODY_PREFIX = "body.";

  private final GenerationRequest request;
  private final EncodeContext context;
  private final EndpointSpec endpoint;
  private final Quirks quirks;
  private final ParameterTable table;
  private final List<Adjustment> adjustments = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private final JsonWriter json = new JsonWriter();

  RequestEncoder(GenerationRequest request, EncodeContext context, ParameterTable table) {
    this.request = request;
    this.context = context;
    this.endpoint = context.endpoint();
    this.quirks = endpoint.quirks();
    this.table = table;
  }

  UpstreamRequest encode() {
    reportUnsupported();
    json.object();
    if (ChatOption.MODEL_MEMBER.is(quirks, "true")) {
      name("model").value(endpoint.upstreamModel());
    }
    messages();
    new ToolsEncoder(request.tools(), quirks, table, adjustments).encode(this);
    output(request.output());
    sampling(request.sampling());
    if (request.reasoning() != null && honoured(Parameter.REASONING)) {
      new ReasoningOptionsEncoder(request.reasoning(), request.output(), quirks, adjustments)
          .encode(this);
    } else {
      ReasoningOptionsEncoder.clearThinking(quirks, this);
    }
    cacheAndLabels(request.labels());
    stream();
    fixedMembers();
    extras(request.extras());
    byte[] body = json.end().toBytes();
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        path(),
        RequestHeaders.json(endpoint.auth(), context.credential(), request.stream()),
        body,
        adjustments);
  }

  /** Begins a top-level member. */
  JsonWriter name(String name) {
    written.add(name);
    return json.name(name);
  }

  /** Whether the parameter is sent, by dialect and endpoint. */
  boolean honoured(Parameter parameter) {
    return table.of(parameter).honoured();
  }

  private void reportUnsupported() {
    for (Parameter parameter : request.parameters()) {
      if (!honoured(parameter)) {
        adjustments.add(Adjustment.dropped(parameter.wireName(), "The endpoint does not take it."));
      }
    }
  }

  private void messages() {
    name("messages").array();
    MessageEncoder encoder = new MessageEncoder(json, context, table, adjustments);
    for (int i = 0; i < request.messages().size(); i++) {
      encoder.encode(request.messages().get(i), i == request.messages().size() - 1);
    }
    json.end();
  }

  private void output(OutputOptions output) {
    member(Parameter.MAX_TOKENS, output.maxTokens());
    if (!output.stop().isEmpty() && honoured(Parameter.STOP)) {
      name(nameOf(Parameter.STOP)).array();
      output.stop().forEach(json::value);
      json.end();
    }
    member(Parameter.N, output.n());
    OutputFormatEncoder.encode(output.format(), this, adjustments);
    if (output.logprobs() != null && honoured(Parameter.LOGPROBS)) {
      name(nameOf(Parameter.LOGPROBS)).value(output.logprobs().booleanValue());
    }
    member(Parameter.TOP_LOGPROBS, output.topLogprobs());
    if (!output.modalities().isEmpty() && honoured(Parameter.MODALITIES)) {
      name("modalities").array();
      for (Modality modality : output.modalities()) {
        json.value(modality.name().toLowerCase(Locale.ROOT));
      }
      json.end();
    }
    if (output.audio() != null && honoured(Parameter.MODALITIES)) {
      name("audio").object();
      json.member("voice", output.audio().voice()).member("format", output.audio().format()).end();
    }
    if (output.verbosity() != null && honoured(Parameter.VERBOSITY)) {
      name(nameOf(Parameter.VERBOSITY)).value(output.verbosity());
    }
    if (output.predictionJson() != null && honoured(Parameter.PREDICTION)) {
      name(nameOf(Parameter.PREDICTION)).raw(output.predictionJson());
    }
  }

  private void sampling(SamplingOptions sampling) {
    member(Parameter.TEMPERATURE, sampling.temperature());
    member(Parameter.TOP_P, sampling.topP());
    member(Parameter.TOP_K, sampling.topK());
    member(Parameter.TOP_A, sampling.topA());
    member(Parameter.MIN_P, sampling.minP());
    member(Parameter.FREQUENCY_PENALTY, sampling.frequencyPenalty());
    member(Parameter.PRESENCE_PENALTY, sampling.presencePenalty());
    member(Parameter.REPETITION_PENALTY, sampling.repetitionPenalty());
    if (sampling.seed() != null && honoured(Parameter.SEED)) {
      name(nameOf(Parameter.SEED)).value(sampling.seed().longValue());
    }
    if (!sampling.logitBias().isEmpty() && honoured(Parameter.LOGIT_BIAS)) {
      name(nameOf(Parameter.LOGIT_BIAS)).object();
      // Sorted, because the same request must give the same bytes.
      new TreeMap<>(sampling.logitBias()).forEach(json::member);
      json.end();
    }
  }

  private void cacheAndLabels(CallerLabels labels) {
    text(Parameter.PROMPT_CACHE_KEY, request.cache().key());
    CacheHint automatic = request.cache().automatic();
    if (automatic != null && !automatic.off() && honoured(Parameter.CACHE_CONTROL)) {
      written.add("cache_control");
      CacheMarks.write(json, automatic);
    }
    text(Parameter.USER, labels.user());
    if (!labels.metadata().isEmpty() && honoured(Parameter.METADATA)) {
      name(nameOf(Parameter.METADATA)).object();
      new TreeMap<>(labels.metadata()).forEach(json::member);
      json.end();
    }
    text(Parameter.SERVICE_TIER, labels.serviceTier());
  }

  private void stream() {
    if (ChatOption.USAGE.is(quirks, "include") || ChatOption.USAGE.is(quirks, "both")) {
      name("usage").object().member("include", true).end();
    }
    if (!request.stream()) {
      return;
    }
    name("stream").value(true);
    if (ChatOption.USAGE.is(quirks, "stream_options") || ChatOption.USAGE.is(quirks, "both")) {
      name("stream_options").object().member("include_usage", true).end();
    }
  }

  private void fixedMembers() {
    for (Map.Entry<String, String> option : new TreeMap<>(quirks.options()).entrySet()) {
      String name = option.getKey();
      if (name.startsWith(BODY_PREFIX) && !written.contains(name.substring(BODY_PREFIX.length()))) {
        name(name.substring(BODY_PREFIX.length())).raw(option.getValue());
      }
    }
  }

  private void extras(Extras extras) {
    boolean same = extras.dialect().equals(OpenAiChatAdapter.DIALECT);
    extras
        .members()
        .forEach((name, raw) -> {
          if (!same) {
            adjustments.add(Adjustment.dropped(name, "Only its own dialect knows it."));
          } else if (context.extras() && !written.contains(name)) {
            name(name).raw(raw);
          }
        });
  }

  private void member(Parameter parameter, @Nullable Integer value) {
    if (value != null && honoured(parameter)) {
      name(nameOf(parameter)).value(value.longValue());
    }
  }

  private void member(Parameter parameter, @Nullable Double value) {
    if (value != null && honoured(parameter)) {
      name(nameOf(parameter)).value(value.doubleValue());
    }
  }

  private void text(Parameter parameter, @Nullable String value) {
    if (value != null && honoured(parameter)) {
      name(nameOf(parameter)).value(value);
    }
  }

  /** The parameter's member here. */
  String nameOf(Parameter parameter) {
    return quirks.nameOf(parameter, parameter.wireName());
  }

  private String path() {
    String streamed = request.stream() ? ChatOption.STREAM_PATH.of(quirks) : "";
    String template = streamed.isEmpty() ? ChatOption.PATH.of(quirks) : streamed;
    String path = PathTemplate.of(template, endpoint.upstreamModel());
    String query = ChatOption.QUERY.of(quirks);
    return endpoint.basePath() + path + (query.isEmpty() ? "" : "?" + query);
  }
}
