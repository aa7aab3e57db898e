package cambio.dialect.gemini;

import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import cambio.wire.RequestHeaders;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes one request. Used once. */
final class RequestEncoder {

  private static final String BODY_PREFIX = "body.";

  private final GenerationRequest request;
  private final EncodeContext context;
  private final EndpointSpec endpoint;
  private final Quirks quirks;
  private final ParameterTable table;
  private final Adjustments adjustments = new Adjustments();
  private final JsonWriter json = new JsonWriter();
  private final Set<String> written = new HashSet<>();

  RequestEncoder(GenerationRequest request, EncodeContext context, ParameterTable table) {
    this.request = request;
    this.context = context;
    this.endpoint = context.endpoint();
    this.quirks = endpoint.quirks();
    this.table = table;
  }

  /** The request for an answer. */
  UpstreamRequest encode() {
    reportUnsupported();
    json.object();
    prompt();
    GenerationConfig config = new GenerationConfig(request, endpoint, table, adjustments);
    String members = config.json();
    if (!members.equals("{}")) {
      name("generationConfig").raw(members);
    }
    fixedMembers();
    extras(request.extras());
    return send(
        request.stream()
            ? ModelPath.of(endpoint, "streamGenerateContent") + "?alt=sse"
            : ModelPath.of(endpoint, "generateContent"),
        request.stream());
  }

  /** The request that counts the prompt's tokens: the prompt and nothing of the answer. */
  UpstreamRequest encodeCount() {
    boolean whole = GeminiOption.COUNT.is(quirks, "request") && !ModelPath.atLocation(endpoint);
    json.object();
    if (whole) {
      json.name("generateContentRequest").object();
      json.member("model", ModelPath.resource(endpoint));
    }
    prompt();
    if (whole) {
      json.end();
    }
    return send(ModelPath.of(endpoint, "countTokens"), false);
  }

  /** Begins a top-level member. */
  JsonWriter name(String name) {
    written.add(name);
    return json.name(name);
  }

  private void reportUnsupported() {
    for (Parameter parameter : request.parameters()) {
      if (!table.of(parameter).honoured()) {
        adjustments.dropped(parameter.wireName(), "The endpoint does not take it.");
      }
    }
  }

  private void prompt() {
    Conversation conversation = Conversation.of(request.messages(), quirks, table, adjustments);
    PartWriter parts = new PartWriter(json, endpoint, adjustments);
    if (!conversation.system().isEmpty()) {
      name("systemInstruction").object().name("parts");
      parts.parts(conversation.system());
      json.end();
    }
    name("contents").array();
    for (Turn turn : conversation.turns()) {
      json.object().member("role", turn.role()).name("parts");
      parts.parts(turn.pieces());
      json.end();
    }
    json.end();
    ToolsWriter tools = new ToolsWriter(request.tools(), quirks, adjustments);
    if (table.of(Parameter.TOOLS).honoured()) {
      tools.tools(this);
      tools.config(this, table.of(Parameter.TOOL_CHOICE).honoured());
    }
  }

  /** Members that the catalogue or the operator's configuration sends with every request. */
  private void fixedMembers() {
    new TreeMap<>(quirks.options())
        .forEach((option, raw) -> {
          String member =
              option.startsWith(BODY_PREFIX) ? option.substring(BODY_PREFIX.length()) : "";
          if (!member.isEmpty() && !written.contains(member)) {
            name(member).raw(raw);
          }
        });
  }

  private void extras(Extras extras) {
    boolean same = extras.dialect().equals(GeminiAdapter.DIALECT);
    for (Map.Entry<String, String> member : extras.members().entrySet()) {
      if (!same) {
        adjustments.dropped(member.getKey(), "Only its own dialect knows it.");
      } else if (written.contains(member.getKey())) {
        adjustments.dropped(member.getKey(), "The request says it in its own terms already.");
      } else if (context.extras()) {
        name(member.getKey()).raw(member.getValue());
      }
    }
  }

  private UpstreamRequest send(String path, boolean stream) {
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        path,
        RequestHeaders.json(endpoint.auth(), context.credential(), stream),
        json.end().toBytes(),
        adjustments.list());
  }
}
