package cambio.dialect.gemini;

import cambio.spi.Adjustment;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Encodes requests for made-up endpoints. */
record Encoding(UpstreamRequest sent) {

  static final String STUDIO = "https://host.invalid/v1beta";
  static final String VERTEX = "https://host.invalid/v1/projects/p/locations/global";

  static Encoding of(GenerationRequest request, String... optionsAndValues) {
    return new Encoding(
        new GeminiAdapter().encode(request, context(STUDIO, "gemini-x", optionsAndValues)));
  }

  static EncodeContext context(String base, String model, String... optionsAndValues) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < optionsAndValues.length; i += 2) {
      options.put(optionsAndValues[i], optionsAndValues[i + 1]);
    }
    EndpointSpec endpoint =
        new EndpointSpec(
            "e",
            "p",
            model,
            URI.create(base),
            AuthStyle.parse("header:x-goog-api-key"),
            null,
            null,
            65_536,
            new Quirks(Map.of(), Set.of(), options));
    return new EncodeContext(
        endpoint,
        new Credential.ApiKey(Secret.of("k")),
        Instant.parse("2026-01-02T03:04:05Z"),
        "r",
        true);
  }

  /** The part of the body at a JSON pointer. */
  JsonNode at(String pointer) {
    return Json.parse(sent.body()).at(pointer);
  }

  /** The parameters that were adjusted so. */
  List<String> adjusted(Adjustment.Kind kind) {
    return sent.adjustments().stream()
        .filter(a -> a.kind() == kind)
        .map(Adjustment::parameter)
        .toList();
  }
}
