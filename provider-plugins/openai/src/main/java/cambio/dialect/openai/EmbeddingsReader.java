package cambio.dialect.openai;

import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingResult;
import cambio.spi.FailureException;
import cambio.spi.event.Usage;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.JsonReader;
import cambio.wire.UsageParser;
import cambio.wire.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a list of embeddings, which need not stand in the order of their indexes. */
final class EmbeddingsReader {

  private final DecodeContext context;
  private final boolean bytes;
  private final TreeMap<Integer, float[]> vectors = new TreeMap<>();

  private @Nullable String model;
  private @Nullable Usage usage;
  private @Nullable ErrorBody error;

  private EmbeddingsReader(DecodeContext context) {
    this.context = context;
    this.bytes = EmbeddingsOption.BASE64.is(context.endpoint().quirks(), "int8");
  }

  static EmbeddingResult read(DecodeContext context, byte[] body) throws IOException {
    EmbeddingsReader reader = new EmbeddingsReader(context);
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        reader.member(name, json);
      }
      json.requireEnd();
    }
    return reader.result();
  }

  private void member(String name, JsonReader json) throws IOException {
    switch (name) {
      case "data" -> {
        int place = 0;
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
          embedding(json, place++);
        }
      }
      case "model" -> model = json.string();
      case "usage" -> {
        if (json.isObject()) {
          usage = new UsageParser(false).parse(json);
        } else {
          json.skip();
        }
      }
      case "error" -> error = json.isNull() ? null : ErrorBody.of(json);
      default -> json.skip();
    }
  }

  private void embedding(JsonReader json, int place) throws IOException {
    int index = place;
    float[] vector = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "index" -> index = json.integer(place);
        case "embedding" -> vector = vector(json);
        default -> json.skip();
      }
    }
    if (vector == null || vectors.put(index, vector) != null) {
      throw new IOException("an embedding without a vector, or two of one index");
    }
  }

  private float[] vector(JsonReader json) throws IOException {
    String text = json.isString() ? json.string() : null;
    if (text == null) {
      return Vectors.floats(json);
    }
    return bytes ? Vectors.ofBase64Bytes(text) : Vectors.ofBase64(text);
  }

  private EmbeddingResult result() throws IOException {
    if (error != null) {
      throw new FailureException(FailureClassifier.inBand(context.head(), error));
    }
    List<float[]> ordered = new ArrayList<>(vectors.values());
    if (ordered.isEmpty() || vectors.firstKey() != 0 || vectors.lastKey() != ordered.size() - 1) {
      throw new IOException("no embeddings, or not one an index");
    }
    return new EmbeddingResult(ordered, model, usage);
  }
}
