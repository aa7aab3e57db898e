package cambio.dialect.cohere;

import cambio.spi.EncodeContext;
import cambio.spi.request.GenerationRequest;
import cambio.testkit.Encoded;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encodes requests for a made-up endpoint. */
final class Encoding {

  private Encoding() {}

  static Encoded of(GenerationRequest request, String... optionsAndValues) {
    return of(request, null, Set.of(), optionsAndValues);
  }

  static Encoded of(
      GenerationRequest request,
      @Nullable Integer maxOutput,
      Set<String> unsupported,
      String... optionsAndValues) {
    return new Encoded(
        new ChatAdapter().encode(request, context(maxOutput, unsupported, optionsAndValues)));
  }

  static EncodeContext context(
      @Nullable Integer maxOutput, Set<String> unsupported, String... optionsAndValues) {
    return Encoded.context(
        "https://host.invalid/v2", "command-x", "bearer", maxOutput, unsupported, optionsAndValues);
  }
}
