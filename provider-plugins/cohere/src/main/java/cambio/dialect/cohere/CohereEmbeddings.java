package cambio.dialect.cohere;

import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EmbeddingResult;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.wire.Adjustments;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import cambio.wire.RequestHeaders;
import cambio.wire.TokenCounts;
import cambio.wire.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The codec of Cohere's embeddings, version 2: texts in, vectors of floats out. */
public final class CohereEmbeddings implements EmbeddingAdapter {

  /** Most texts that the provider takes in one request. */
  private static final int MOST_TEXTS = 96;

  @Override
  public String dialect() {
    return ChatAdapter.DIALECT;
  }

  @Override
  public UpstreamRequest encode(EmbeddingRequest request, EncodeContext context) {
    if (request.inputs().size() > MOST_TEXTS) {
      throw new FailureException(
          Failure.invalid(
              "input",
              "The provider takes "
                  + MOST_TEXTS
                  + " texts a request; "
                  + request.inputs().size()
                  + " were sent. Send them in several requests."));
    }
    EndpointSpec endpoint = context.endpoint();
    Adjustments adjustments = new Adjustments();
    JsonWriter json = new JsonWriter().object().member("model", endpoint.upstreamModel());
    json.name("texts").array();
    request.inputs().forEach(json::value);
    json.end();
    String purpose = request.purpose();
    String type = purpose == null ? CohereOption.INPUT_TYPE.of(endpoint.quirks()) : purpose;
    json.member("input_type", type.equals("none") ? null : type);
    json.name("embedding_types").array().value("float").end();
    json.member("output_dimension", request.dimensions());
    if (request.user() != null) {
      adjustments.dropped("user", "The provider has no end users.");
    }
    extras(request, context, json, adjustments);
    return new UpstreamRequest(
        "POST",
        endpoint.baseUrl(),
        endpoint.basePath() + CohereOption.EMBED_PATH.of(endpoint.quirks()),
        RequestHeaders.json(endpoint.auth(), context.credential(), false),
        json.end().toBytes(),
        adjustments.list());
  }

  @Override
  public EmbeddingResult decode(DecodeContext context, byte[] body) {
    List<float[]> vectors = new ArrayList<>();
    TokenCounts counts = new TokenCounts();
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "embeddings" -> embeddings(json, vectors);
          case "meta" -> meta(json, counts);
          default -> json.skip();
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      vectors.clear();
    }
    if (vectors.isEmpty()) {
      throw AnswerEvents.protocolError("The provider's answer has no legal embeddings.");
    }
    Usage usage = counts.toUsage();
    return new EmbeddingResult(vectors, null, usage);
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return CohereFailures.classify(head, body);
  }

  private static void extras(
      EmbeddingRequest request, EncodeContext context, JsonWriter json, Adjustments adjustments) {
    boolean own = request.extras().dialect().equals(ChatAdapter.DIALECT);
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
  }

  /** By type ({@code {"float":[[…]]}}) or, as older answers have it, bare. */
  private static void embeddings(JsonReader json, List<float[]> vectors) throws IOException {
    if (json.isArray()) {
      vectors(json, vectors);
      return;
    }
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("float")) {
        vectors(json, vectors);
      } else {
        json.skip();
      }
    }
  }

  private static void vectors(JsonReader json, List<float[]> vectors) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      vectors.add(Vectors.floats(json));
    }
  }

  private static void meta(JsonReader json, TokenCounts counts) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (!name.equals("billed_units")) {
        json.skip();
        continue;
      }
      for (String unit = json.firstMember(); unit != null; unit = json.nextMember()) {
        switch (unit) {
          case "input_tokens" -> counts.add(TokenCounts.Kind.INPUT, UsageCounts.count(json));
          case "image_tokens" -> {
            int images = UsageCounts.count(json);
            counts.add(TokenCounts.Kind.INPUT, images).put(TokenCounts.Kind.INPUT_IMAGE, images);
          }
          default -> json.skip();
        }
      }
    }
  }
}
