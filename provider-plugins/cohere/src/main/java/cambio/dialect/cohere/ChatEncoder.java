package cambio.dialect.cohere;

import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.HeaderFields;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.SamplingOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import cambio.wire.RequestHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one chat request. Made for it and used once. */
final class ChatEncoder {

  private static final String BODY_PREFIX = "body.";
  private static final int MOST_STOPS = 5;
  private static final int MOST_TOP_K = 500;

  private final GenerationRequest request;
  private final EncodeContext context;
  private final EndpointSpec endpoint;
  private final Quirks quirks;
  private final ParameterTable table;
  private final Adjustments adjustments = new Adjustments();
  private final Set<String> written = new HashSet<>();
  private final JsonWriter json = new JsonWriter();

  ChatEncoder(GenerationRequest request, EncodeContext context, ParameterTable table) {
    this.request = request;
    this.context = context;
    this.endpoint = context.endpoint();
    this.quirks = endpoint.quirks();
    this.table = table;
  }

  UpstreamRequest encode() {
    reportUnsupported();
    json.object();
    name("model").value(endpoint.upstreamModel());
    name("stream").value(request.stream());
    boolean documents = messages();
    boolean tools = tools();
    format(documents || tools);
    limits();
    sampling(request.sampling());
    if (honoured(Parameter.REASONING)) {
      ThinkingPlan.of(request.reasoning(), request.output().maxTokens(), endpoint, adjustments)
          .write(this);
    }
    fixedMembers();
    extras(request.extras());
    HeaderFields headers =
        RequestHeaders.json(endpoint.auth(), context.credential(), request.stream());
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        endpoint.basePath() + CohereOption.PATH.of(quirks),
        headers,
        json.end().toBytes(),
        adjustments.list());
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

  /** Writes messages and documents; returns whether there are documents. */
  private boolean messages() {
    List<Message> messages = request.messages();
    // The provider continues no message: one that is to be continued would be an answered one.
    boolean prefix = messages.getLast() instanceof Message.Assistant last && last.prefix();
    List<Message> sent = prefix ? messages.subList(0, messages.size() - 1) : messages;
    if (sent.isEmpty()) {
      throw new FailureException(
          Failure.invalid("messages", "A message beside the one to be continued is needed."));
    }
    name("messages").array();
    Conversation conversation = new Conversation(json, honoured(Parameter.REASONING), adjustments);
    sent.forEach(conversation::write);
    json.end();
    if (conversation.documents().isEmpty()) {
      return false;
    }
    name("documents").array();
    conversation.documents().forEach(json::raw);
    json.end();
    return true;
  }

  private boolean tools() {
    if (!honoured(Parameter.TOOLS)) {
      return false;
    }
    ToolsWriter tools = new ToolsWriter(request.tools(), quirks, adjustments);
    tools.write(this);
    return tools.any();
  }

  /**
   * The answer's form.
   *
   * @param grounded whether tools or documents are sent, with which the provider takes no format
   */
  private void format(boolean grounded) {
    OutputFormat format = honoured(Parameter.RESPONSE_FORMAT) ? request.output().format() : null;
    @Nullable String schema = null;
    switch (format) {
      case null -> {
        return;
      }
      case OutputFormat.Text _ -> {
        return;
      }
      case OutputFormat.JsonObject _ -> {}
      case OutputFormat.JsonSchema asked ->
          schema = honoured(Parameter.STRUCTURED_OUTPUTS) ? asked.schemaJson() : null;
      case OutputFormat.Opaque _ -> {
        adjustments.dropped("response_format", "Only its own dialect knows it.");
        return;
      }
    }
    if (grounded) {
      adjustments.dropped(
          "response_format", "The provider takes no format together with tools or documents.");
      return;
    }
    name("response_format").object().member("type", "json_object");
    json.rawMember("json_schema", schema).end();
  }

  private void limits() {
    Integer most = honoured(Parameter.MAX_TOKENS) ? request.output().maxTokens() : null;
    if (most != null) {
      name(quirks.nameOf(Parameter.MAX_TOKENS, "max_tokens")).value(most.longValue());
    }
    List<String> stop = honoured(Parameter.STOP) ? request.output().stop() : List.of();
    if (stop.size() > MOST_STOPS) {
      adjustments.clamped("stop", "The dialect takes " + MOST_STOPS + " stop texts.");
      stop = stop.subList(0, MOST_STOPS);
    }
    if (!stop.isEmpty()) {
      name("stop_sequences").array();
      stop.forEach(json::value);
      json.end();
    }
    if (Boolean.TRUE.equals(request.output().logprobs()) && honoured(Parameter.LOGPROBS)) {
      name("logprobs").value(true);
    }
  }

  private void sampling(SamplingOptions sampling) {
    number(Parameter.TEMPERATURE, "temperature", sampling.temperature(), 0, Double.MAX_VALUE);
    number(Parameter.TOP_P, "p", sampling.topP(), 0.01, 0.99);
    Integer topK = sampling.topK();
    number(Parameter.TOP_K, "k", topK == null ? null : topK.doubleValue(), 0, MOST_TOP_K);
    number(Parameter.FREQUENCY_PENALTY, "frequency_penalty", sampling.frequencyPenalty(), 0, 1);
    number(Parameter.PRESENCE_PENALTY, "presence_penalty", sampling.presencePenalty(), 0, 1);
    Long seed = honoured(Parameter.SEED) ? sampling.seed() : null;
    if (seed != null && seed < 0) {
      adjustments.clamped("seed", "The dialect takes seeds from 0 on; the sign was left out.");
    }
    if (seed != null) {
      name("seed").value(seed & Long.MAX_VALUE);
    }
  }

  private void number(
      Parameter parameter, String usual, @Nullable Double asked, double least, double most) {
    if (asked == null || !honoured(parameter)) {
      return;
    }
    double inRange = Math.min(most, Math.max(least, asked));
    if (inRange != asked) {
      adjustments.clamped(parameter.wireName(), "The dialect takes " + least + " to " + most + ".");
    }
    name(quirks.nameOf(parameter, usual)).value(inRange);
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
    boolean same = extras.dialect().equals(ChatAdapter.DIALECT);
    for (Map.Entry<String, String> member : extras.members().entrySet()) {
      if (!same) {
        adjustments.dropped(member.getKey(), "Only its own dialect knows it.");
      } else if (context.extras() && !written.contains(member.getKey())) {
        name(member.getKey()).raw(member.getValue());
      }
    }
  }
}
