package cambio.testkit;

import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One recorded exchange.
 *
 * @param id names it in reports; nothing may depend on it
 * @param query name and value pairs as recorded, as JSON
 * @param request the body that a real client sent; a JSON null where there was none
 * @param head status and headers of the answer
 * @param framing {@code json}, {@code sse}, {@code eventstream}, {@code ndjson} or {@code
 *     jsonarray}
 * @param body the answer's bytes
 */
public record Recording(
    String id,
    String api,
    String model,
    Set<String> features,
    String method,
    String host,
    String path,
    JsonNode query,
    JsonNode request,
    ResponseHead head,
    String framing,
    byte[] body) {

  /** Whether the client asked for, and got, a stream. */
  public boolean stream() {
    return features.contains("stream");
  }

  /** Whether the answer has a 2xx status. */
  public boolean successful() {
    return head.status() / 100 == 2;
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Reads one line of a recordings file. */
  public static Recording of(JsonNode line) {
    JsonNode request = line.path("request");
    JsonNode response = line.path("response");
    Set<String> features = new TreeSet<>();
    line.path("features").forEach(feature -> features.add(feature.asText()));
    return new Recording(
        line.path("id").asText(),
        line.path("api").asText(),
        line.path("model").asText(),
        features,
        request.path("method").asText("POST"),
        request.path("host").asText("host.invalid"),
        request.path("path").asText("/"),
        request.path("query"),
        request.path("body_json"),
        head(response),
        response.path("framing").asText(),
        body(response));
  }

  private static byte[] body(JsonNode response) {
    return response.hasNonNull("body_base64")
        ? Base64.getDecoder().decode(response.path("body_base64").asText())
        : response.path("body_text").asText("").getBytes(StandardCharsets.UTF_8);
  }

  private static ResponseHead head(JsonNode response) {
    List<HeaderFields.Field> fields = new ArrayList<>();
    response
        .path("headers")
        .properties()
        .forEach(header -> {
          JsonNode value = header.getValue();
          String text = value.isArray() ? value.path(0).asText() : value.asText();
          fields.add(new HeaderFields.Field(header.getKey(), text));
        });
    return new ResponseHead(response.path("status").asInt(), HeaderFields.of(fields));
  }

  /** The id only. */
  @Override
  public String toString() {
    return id;
  }
}
