package cambio.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Streams answers from a router's OpenAI door. */
final class ChatClient implements AutoCloseable {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String DATA = "data: ";

  private final String baseUrl;
  private final @Nullable String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  ChatClient(String baseUrl, @Nullable String key) {
    this.baseUrl = baseUrl;
    this.key = key;
  }

  /**
   * What came.
   *
   * @param usage the usage chunk, where one came
   */
  record Answer(
      String text,
      String model,
      String provider,
      @Nullable JsonNode usage,
      Duration firstToken,
      Duration whole) {}

  /** Sends a request and hands each piece of text on as it comes. */
  Answer stream(JsonNode request, Consumer<String> pieces)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<InputStream> response = send(request);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (response.statusCode() != 200) {
        StringBuilder body = new StringBuilder();
        lines.lines().forEach(body::append);
        throw new CommandFailure(response.statusCode() + ": " + message(body.toString()));
      }
      return read(response, lines, start, pieces);
    }
  }

  private HttpResponse<InputStream> send(JsonNode request)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder;
    try {
      builder = HttpRequest.newBuilder(URI.create(baseUrl + "/v1/chat/completions"));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("\"" + baseUrl + "\" is no URL (expected: http://host:port)");
    }
    if (key != null) {
      builder.header("authorization", "Bearer " + key);
    }
    try {
      return http.send(
          builder
              .header("content-type", "application/json")
              .header("x-title", "cambio chat")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
              .build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (java.net.ConnectException | java.net.http.HttpConnectTimeoutException e) {
      throw new CommandFailure(
          "no router answers at "
              + baseUrl
              + " (start one with `cambio serve`, or set CAMBIO_URL)");
    }
  }

  private static Answer read(
      HttpResponse<InputStream> response, BufferedReader lines, long start, Consumer<String> pieces)
      throws IOException {
    StringBuilder text = new StringBuilder();
    String model = response.headers().firstValue("x-cambio-model").orElse("?");
    JsonNode usage = null;
    Duration first = null;
    boolean done = false;
    for (String line = lines.readLine(); line != null && !done; line = lines.readLine()) {
      if (!line.startsWith(DATA)) {
        continue;
      }
      String data = line.substring(DATA.length());
      if (data.equals("[DONE]")) {
        done = true;
        continue;
      }
      JsonNode chunk = JSON.readTree(data);
      if (chunk.hasNonNull("error")) {
        throw new CommandFailure("the answer broke off: " + message(data));
      }
      if (chunk.hasNonNull("usage")) {
        usage = chunk.get("usage");
      }
      String piece = chunk.path("choices").path(0).path("delta").path("content").asText("");
      if (!piece.isEmpty()) {
        first = first == null ? Duration.ofNanos(System.nanoTime() - start) : first;
        text.append(piece);
        pieces.accept(piece);
      }
    }
    if (!done) {
      throw new CommandFailure("the answer broke off before its end");
    }
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    return new Answer(
        text.toString(),
        model,
        response.headers().firstValue("x-cambio-provider").orElse("?"),
        usage,
        first == null ? whole : first,
        whole);
  }

  private static String message(String body) {
    try {
      JsonNode message = JSON.readTree(body).path("error").path("message");
      return message.isTextual() ? message.asText() : body;
    } catch (JsonProcessingException e) {
      return body;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
