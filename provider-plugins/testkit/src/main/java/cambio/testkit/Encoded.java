package cambio.testkit;

import cambio.spi.Adjustment;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that was encoded for a made-up endpoint, to be looked at. */
public record Encoded(UpstreamRequest sent) {

  /**
   * What a request is encoded with.
   *
   * @param auth in the catalogue's words
   * @param maxOutput the endpoint's limit, or null
   * @param unsupported parameters that the endpoint does not take
   * @param optionsAndValues names and values of quirks, in turn
   */
  public static EncodeContext context(
      String base,
      String model,
      String auth,
      @Nullable Integer maxOutput,
      Set<String> unsupported,
      String... optionsAndValues) {
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
            AuthStyle.parse(auth),
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

  /** The body. */
  public JsonNode body() {
    return Json.parse(sent.body());
  }

  /** The part of the body at a JSON pointer. */
  public JsonNode at(String pointer) {
    return body().at(pointer);
  }

  /** The parameters that were adjusted so. */
  public List<String> adjusted(Adjustment.Kind kind) {
    return sent.adjustments().stream()
        .filter(a -> a.kind() == kind)
        .map(Adjustment::parameter)
        .toList();
  }
}
