package cambio.dialect.bedrock;

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

/** Encodes for a made-up endpoint. */
final class Encoding {

  static final String REGION = "us-east-1";
  private static final Credential KEYS =
      new Credential.AwsKeys("AKIDEXAMPLE", Secret.of("secret"), null);

  private Encoding() {}

  static EndpointSpec endpoint(String model) {
    return endpoint(model, REGION, Map.of());
  }

  static EndpointSpec endpoint(String model, String region, Map<String, String> options) {
    return new EndpointSpec(
        "endpoint",
        "provider",
        model,
        URI.create("https://bedrock-runtime." + region + ".amazonaws.com"),
        new AuthStyle.Scheme("aws-sigv4"),
        region,
        null,
        null,
        new Quirks(Map.of(), Set.of(), options));
  }

  static UpstreamRequest encode(GenerationRequest request, EndpointSpec endpoint) {
    return encode(request, endpoint, KEYS);
  }

  static UpstreamRequest encode(
      GenerationRequest request, EndpointSpec endpoint, Credential credential) {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    return new ConverseAdapter()
        .encode(request, new EncodeContext(endpoint, credential, now, "id", true));
  }

  static JsonNode body(GenerationRequest request) {
    return Json.parse(encode(request, endpoint("m")).body());
  }
}
