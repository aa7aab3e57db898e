package cambio.dialect.openai;

import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EmbeddingResult;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.EmbeddingRequest;
import cambio.wire.FailureClassifier;
import cambio.wire.JsonWriter;
import cambio.wire.PathTemplate;
import cambio.wire.RequestBody;
import cambio.wire.RequestHeaders;
import java.io.IOException;
import java.util.List;

/** The codec of OpenAI's embeddings, which many providers speak. */
public final class OpenAiEmbeddings implements EmbeddingAdapter {

  /** The dialect's name in catalogues. */
  public static final String DIALECT = "openai-embeddings";

  private static final ParameterTable PARAMETERS =
      ParameterTable.supporting(Parameter.DIMENSIONS, Parameter.TOKEN_INPUT, Parameter.USER);

  @Override
  public String dialect() {
    return DIALECT;
  }

  @Override
  public ParameterTable parameters() {
    return PARAMETERS;
  }

  @Override
  public List<QuirkOption> quirkOptions() {
    return EmbeddingsOption.all();
  }

  @Override
  public UpstreamRequest encode(EmbeddingRequest request, EncodeContext context) {
    EndpointSpec endpoint = context.endpoint();
    Quirks quirks = endpoint.quirks();
    RequestBody body = new RequestBody(context, PARAMETERS);
    if (EmbeddingsOption.MODEL_MEMBER.is(quirks, "true")) {
      body.name("model").value(endpoint.upstreamModel());
    }
    input(request, quirks, body);
    String encoding = EmbeddingsOption.ENCODING.of(quirks);
    if (!encoding.equals("none")) {
      body.name("encoding_format").value(encoding);
    }
    if (request.dimensions() != null && quirks.supports(Parameter.DIMENSIONS)) {
      body.name(Parameter.DIMENSIONS, "dimensions").value(request.dimensions().longValue());
    }
    purpose(request, quirks, body);
    if (request.user() != null && quirks.supports(Parameter.USER)) {
      body.name(Parameter.USER, "user").value(request.user());
    }
    body.fixedMembers();
    body.extras(request.extras(), DIALECT);
    String query = EmbeddingsOption.QUERY.of(quirks);
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        endpoint.basePath()
            + PathTemplate.of(EmbeddingsOption.PATH.of(quirks), endpoint.upstreamModel())
            + (query.isEmpty() ? "" : "?" + query),
        RequestHeaders.json(endpoint.auth(), context.credential(), false),
        body.toBytes(),
        body.adjustments().list());
  }

  private static void input(EmbeddingRequest request, Quirks quirks, RequestBody body) {
    JsonWriter json = body.name("input").array();
    request.inputs().forEach(json::value);
    if (!request.tokens().isEmpty() && !quirks.supports(Parameter.TOKEN_INPUT)) {
      throw new FailureException(
          Failure.invalid("input", "The endpoint takes texts, not token ids: send strings."));
    }
    for (List<Integer> ids : request.tokens()) {
      json.array();
      ids.forEach(id -> json.value(id.longValue()));
      json.end();
    }
    json.end();
  }

  private static void purpose(EmbeddingRequest request, Quirks quirks, RequestBody body) {
    String member = EmbeddingsOption.PURPOSE.of(quirks);
    if (request.purpose() != null && member.isEmpty()) {
      body.adjustments().dropped("input_type", "The model makes one kind of vectors.");
    } else if (request.purpose() != null) {
      body.name(member).value(request.purpose());
    }
  }

  @Override
  public EmbeddingResult decode(DecodeContext context, byte[] body) {
    try {
      return EmbeddingsReader.read(context, body);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR, "The provider's embeddings cannot be read; try again."));
    }
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return FailureClassifier.classify(head, body);
  }
}
