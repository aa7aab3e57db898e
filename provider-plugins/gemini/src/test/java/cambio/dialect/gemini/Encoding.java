package cambio.dialect.gemini;

import cambio.spi.EncodeContext;
import cambio.spi.request.GenerationRequest;
import cambio.testkit.Encoded;
import java.util.Set;

/** Encodes requests for made-up endpoints. */
final class Encoding {

  static final String STUDIO = "https://host.invalid/v1beta";
  static final String VERTEX = "https://host.invalid/v1/projects/p/locations/global";

  private Encoding() {}

  static Encoded of(GenerationRequest request, String... optionsAndValues) {
    return new Encoded(
        new GeminiAdapter().encode(request, context(STUDIO, "gemini-x", optionsAndValues)));
  }

  static EncodeContext context(String base, String model, String... optionsAndValues) {
    return Encoded.context(
        base, model, "header:x-goog-api-key", 65_536, Set.of(), optionsAndValues);
  }
}
