package cambio.dialect.cohere;

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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encodes requests for a made-up endpoint. */
record Encoding(UpstreamRequest sent) {

  static Encoding of(GenerationRequest request, String... optionsAndValues) {
    return of(request, null, Set.of(), optionsAndValues);
  }

  static Encoding of(
      GenerationRequest request,
      @Nullable Integer maxOutput,
      Set<String> unsupported,
      String... optionsAndValues) {
    return new Encoding(
        new ChatAdapter().encode(request, context(maxOutput, unsupported, optionsAndValues)));
  }

  static EncodeContext context(
      @Nullable Integer maxOutput, Set<String> unsupported, String... optionsAndValues) {
    Map<String, String> options = new java.util.HashMap<>();
    for (int i = 0; i < optionsAndValues.length; i += 2) {
      options.put(optionsAndValues[i], optionsAndValues[i + 1]);
    }
    EndpointSpec endpoint =
        new EndpointSpec(
            "e",
            "p",
            "command-x",
            URI.create("https://host.invalid/v2"),
            AuthStyle.BEARER,
            null,
            null,
            maxOutput,
            new Quirks(Map.of(), unsupported, options));
    return new EncodeContext(
        endpoint,
        new Credential.ApiKey(Secret.of("k")),
        Instant.parse("2026-01-02T03:04:05Z"),
        "r",
        true);
  }

  JsonNode body() {
    return Json.parse(sent.body());
  }

  /** The part of the body at a JSON pointer. */
  JsonNode at(String pointer) {
    return body().at(pointer);
  }

  /** The parameters that were adjusted so. */
  java.util.List<String> adjusted(Adjustment.Kind kind) {
    return sent.adjustments().stream()
        .filter(a -> a.kind() == kind)
        .map(Adjustment::parameter)
        .toList();
  }
}
