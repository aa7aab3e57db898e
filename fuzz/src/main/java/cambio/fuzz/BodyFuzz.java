package cambio.fuzz;

import cambio.spi.AuthStyle;
import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EmbeddingResult;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.HeaderFields;
import cambio.spi.ProviderPlugin;
import cambio.spi.Quirks;
import cambio.spi.ResponseHead;
import cambio.spi.TokenCounter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Everything that reads a whole body and is no chat: embeddings and token counts. What they cannot
 * read is a classified failure, and what they read makes sense. The first byte picks the reader.
 */
public final class BodyFuzz {

  private static final ResponseHead HEAD = new ResponseHead(200, HeaderFields.empty());

  private static final List<EmbeddingAdapter> EMBEDDINGS = new ArrayList<>();
  private static final List<TokenCounter> COUNTERS = new ArrayList<>();

  static {
    for (ProviderPlugin plugin : ServiceLoader.load(ProviderPlugin.class)) {
      EMBEDDINGS.addAll(plugin.embeddings());
      COUNTERS.addAll(plugin.tokenCounters());
    }
  }

  private BodyFuzz() {}

  /** Reads the bytes. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int reader = (data[0] & 0xFF) % (EMBEDDINGS.size() + COUNTERS.size());
    byte[] body = Arrays.copyOfRange(data, 1, data.length);
    try {
      if (reader < EMBEDDINGS.size()) {
        embedding(EMBEDDINGS.get(reader), body);
      } else if (COUNTERS.get(reader - EMBEDDINGS.size()).decode(HEAD, body) < 0) {
        throw new IllegalStateException("a negative count");
      }
    } catch (FailureException expected) {
      if (expected.failure().message().isBlank()) {
        throw new IllegalStateException("a failure without a message", expected);
      }
    }
  }

  private static void embedding(EmbeddingAdapter adapter, byte[] body) {
    EndpointSpec endpoint =
        new EndpointSpec(
            "fuzz",
            "fuzz",
            "model",
            URI.create("https://host.invalid/v1"),
            AuthStyle.BEARER,
            null,
            null,
            null,
            Quirks.none());
    EmbeddingResult result = adapter.decode(new DecodeContext(HEAD, endpoint, false), body);
    if (result.vectors().isEmpty()) {
      throw new IllegalStateException("no vectors, and no failure");
    }
    for (float[] vector : result.vectors()) {
      for (float value : vector) {
        if (!Float.isFinite(value)) {
          throw new IllegalStateException("a value that is no number");
        }
      }
    }
  }
}
