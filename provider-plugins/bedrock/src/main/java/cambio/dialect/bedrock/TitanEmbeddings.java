package cambio.dialect.bedrock;

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
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.wire.Adjustments;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import cambio.wire.TokenCounts;
import cambio.wire.Vectors;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codec of Titan's text embeddings by {@code InvokeModel}, which takes one text a request. */
public final class TitanEmbeddings implements EmbeddingAdapter {

  @Override
  public String dialect() {
    return ConverseAdapter.DIALECT;
  }

  @Override
  public UpstreamRequest encode(EmbeddingRequest request, EncodeContext context) {
    if (request.inputs().size() != 1) {
      throw new FailureException(
          Failure.invalid(
              "input",
              "The model takes one text a request; "
                  + request.inputs().size()
                  + " were sent. Send them one by one."));
    }
    Adjustments adjustments = new Adjustments();
    if (request.purpose() != null) {
      adjustments.dropped("input_type", "The model makes one kind of vectors.");
    }
    if (request.user() != null) {
      adjustments.dropped("user", "The provider has no end users.");
    }
    JsonWriter json = new JsonWriter().object().member("inputText", request.inputs().getFirst());
    json.member("dimensions", request.dimensions());
    boolean own = request.extras().dialect().equals(ConverseAdapter.DIALECT);
    request
        .extras()
        .members()
        .forEach((name, raw) -> {
          if (!own) {
            adjustments.dropped(name, "Only its own dialect knows it.");
          } else if (context.extras()) {
            json.rawMember(name, raw);
          }
        });
    byte[] body = json.end().toBytes();
    EndpointSpec endpoint = context.endpoint();
    String model = PercentEncoding.segment(InferenceProfiles.modelFor(endpoint));
    String path = endpoint.basePath() + "/model/" + model + "/invoke";
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        path,
        Authorization.headers(context, path, "application/json", body),
        body,
        adjustments.list());
  }

  @Override
  public EmbeddingResult decode(DecodeContext context, byte[] body) {
    float @Nullable [] vector = null;
    TokenCounts counts = new TokenCounts();
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "embedding" -> vector = Vectors.floats(json);
          case "inputTextTokenCount" -> counts.put(TokenCounts.Kind.INPUT, json.count());
          default -> json.skip();
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      vector = null;
    }
    if (vector == null || vector.length == 0) {
      throw new FailureException(
          Failure.of(FailureKind.PROTOCOL_ERROR, "The provider's answer has no legal embedding."));
    }
    @Nullable Usage usage = counts.toUsage();
    return new EmbeddingResult(List.of(vector), null, usage);
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return ConverseFailures.classify(head, body);
  }
}
