package cambio.dialect.gemini;

import cambio.spi.Adjustment;
import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EmbeddingResult;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.EmbeddingRequest;
import cambio.wire.JsonWriter;
import cambio.wire.RequestHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The codec of embeddings: {@code batchEmbedContents} at AI Studio, {@code predict} at Vertex AI,
 * and {@code embedContent} for models that take one text at a time.
 */
public final class GeminiEmbeddings implements EmbeddingAdapter {

  @Override
  public String dialect() {
    return GeminiAdapter.DIALECT;
  }

  @Override
  public UpstreamRequest encode(EmbeddingRequest request, EncodeContext context) {
    EndpointSpec endpoint = context.endpoint();
    String option = GeminiOption.EMBEDDING.of(endpoint.quirks());
    String usual = ModelPath.atLocation(endpoint) ? "predict" : "batch";
    String how = option.isEmpty() ? usual : option;
    JsonWriter json = new JsonWriter().object();
    String method =
        switch (how) {
          case "predict" -> predict(request, json);
          case "single" -> single(request, json);
          default -> batch(request, endpoint, json);
        };
    List<Adjustment> adjustments =
        request.user() == null
            ? List.of()
            : List.of(Adjustment.dropped("user", "The dialect does not take it."));
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        ModelPath.of(endpoint, method),
        RequestHeaders.json(endpoint.auth(), context.credential(), false),
        json.end().toBytes(),
        adjustments);
  }

  @Override
  public EmbeddingResult decode(DecodeContext context, byte[] body) {
    try {
      return EmbeddingReader.read(body);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR, "The provider's embeddings cannot be read; try again."));
    }
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return GeminiFailures.classify(head, body);
  }

  private static String batch(EmbeddingRequest request, EndpointSpec endpoint, JsonWriter json) {
    json.name("requests").array();
    for (String input : request.inputs()) {
      json.object().member("model", ModelPath.resource(endpoint));
      content(input, request, json);
      json.end();
    }
    json.end();
    return "batchEmbedContents";
  }

  private static String single(EmbeddingRequest request, JsonWriter json) {
    if (request.inputs().size() != 1) {
      throw new FailureException(
          Failure.invalid(
              "input",
              "The model takes one text a request; "
                  + request.inputs().size()
                  + " were sent: send them one by one."));
    }
    content(request.inputs().getFirst(), request, json);
    return "embedContent";
  }

  private static void content(String input, EmbeddingRequest request, JsonWriter json) {
    json.name("content").object().name("parts").array();
    json.object().member("text", input).end();
    json.end().end();
    json.member("taskType", taskType(request.purpose()));
    json.member("outputDimensionality", request.dimensions());
  }

  private static String predict(EmbeddingRequest request, JsonWriter json) {
    json.name("instances").array();
    for (String input : request.inputs()) {
      json.object().member("content", input);
      json.member("task_type", taskType(request.purpose())).end();
    }
    json.end();
    if (request.dimensions() != null) {
      json.name("parameters").object();
      json.member("outputDimensionality", request.dimensions()).end();
    }
    return "predict";
  }

  private static @Nullable String taskType(@Nullable String purpose) {
    if (purpose == null) {
      return null;
    }
    return switch (purpose.toLowerCase(Locale.ROOT)) {
      case "search_query", "query" -> "RETRIEVAL_QUERY";
      case "search_document", "document", "passage" -> "RETRIEVAL_DOCUMENT";
      default -> purpose.toUpperCase(Locale.ROOT);
    };
  }
}
