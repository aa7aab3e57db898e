package cambio.dialect.gemini;

import cambio.spi.EmbeddingResult;
import cambio.spi.event.Usage;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import cambio.wire.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads embeddings in any of the shapes of the dialect's three methods. */
final class EmbeddingReader {

  private final List<float[]> vectors = new ArrayList<>();
  private final TokenCounts counts = new TokenCounts();

  private EmbeddingReader() {}

  static EmbeddingResult read(byte[] body) throws IOException {
    EmbeddingReader reader = new EmbeddingReader();
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "embeddings" -> {
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              reader.embedding(json);
            }
          }
          case "embedding" -> reader.embedding(json);
          case "predictions" -> {
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              reader.prediction(json);
            }
          }
          case "usageMetadata" -> reader.usage(json);
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    if (reader.vectors.isEmpty()) {
      throw new IOException("no embeddings");
    }
    @Nullable Usage usage = reader.counts.toUsage();
    return new EmbeddingResult(reader.vectors, null, usage);
  }

  private void prediction(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("embeddings")) {
        embedding(json);
      } else {
        json.skip();
      }
    }
  }

  private void embedding(JsonReader json) throws IOException {
    float[] vector = new float[0];
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "values" -> vector = Vectors.floats(json);
        case "statistics" -> {
          for (String of = json.firstMember(); of != null; of = json.nextMember()) {
            switch (of) {
              case "token_count", "tokenCount" -> counts.add(TokenCounts.Kind.INPUT, tokens(json));
              default -> json.skip();
            }
          }
        }
        default -> json.skip();
      }
    }
    if (vector.length == 0) {
      throw new IOException("an embedding without values");
    }
    vectors.add(vector);
  }

  private void usage(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("promptTokenCount")) {
        counts.put(TokenCounts.Kind.INPUT, json.count());
      } else {
        json.skip();
      }
    }
  }

  /** Vertex AI counts in numbers with a fraction of zero. */
  private static int tokens(JsonReader json) throws IOException {
    double count = json.number(-1);
    boolean whole = count >= 0 && count <= Integer.MAX_VALUE && count == Math.rint(count);
    return whole ? (int) count : TokenCounts.ABSURD;
  }
}
