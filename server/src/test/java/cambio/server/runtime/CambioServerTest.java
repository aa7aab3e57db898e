package cambio.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.server.config.ConfigFile;
import cambio.server.config.DataSettings;
import cambio.server.config.LiveConfig;
import cambio.server.execution.FaultyProvider;
import cambio.server.store.GenerationQuery;
import cambio.server.store.JdbcGenerationStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router as a process would run it, called over HTTP. */
class CambioServerTest {

  private static final String KEY = "sk-cambio-v1-for-tests";

  @TempDir Path directory;
  private FaultyProvider provider;
  private CambioServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    provider = new FaultyProvider();
    Files.writeString(directory.resolve("cambio.yaml"), config("500", "good"));
    Map<String, String> environment =
        Map.of("CAMBIO_DATA", directory.resolve("data").toString(), "CAMBIO_KEY", KEY);
    server =
        CambioServer.start(
            LiveConfig.open(
                new ConfigFile(directory.resolve("cambio.yaml"), environment::get),
                config -> config,
                environment,
                new SecureRandom()));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
    client.close();
  }

  private String config(String... behaviours) {
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            server: {port: 0, drain_timeout: 2s}
            admin: {port: 0}
            models: [{slug: test/model, context: 8000}]
            providers:
            """);
    for (String behaviour : behaviours) {
      yaml.append(
          "  - {id: p%s, dialect: openai-chat, base_url: '%s', auth: none}\n"
              .formatted(behaviour, provider.url(behaviour)));
    }
    yaml.append("endpoints:\n");
    for (String behaviour : behaviours) {
      yaml.append(
          "  - {provider: p%s, model: test/model, upstream: m, prices: {input: 1, output: 2}}\n"
              .formatted(behaviour));
    }
    return yaml.toString();
  }

  private HttpResponse<String> chat(String more) throws Exception {
    String body =
        "{\"model\":\"test/model\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
            + more
            + "}";
    return client.send(
        HttpRequest.newBuilder(URI.create(url("/v1/chat/completions")))
            .header("authorization", "Bearer " + KEY)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  @Test
  void aCallFailsOverAndIsRecordedWithBothAttempts() throws Exception {
    HttpResponse<String> unary = chat(",\"provider\":{\"order\":[\"p500\",\"pgood\"]}");
    assertThat(unary.statusCode()).as(unary.body()).isEqualTo(200);
    assertThat(unary.body()).contains("all is well");

    HttpResponse<String> stream =
        chat(",\"stream\":true,\"provider\":{\"order\":[\"p500\",\"pgood\"]}");
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.body()).contains("\"all \"").endsWith("data: [DONE]\n\n");
    assertThat(provider.calls("500")).isEqualTo(2);

    server.close();
    try (var store = JdbcGenerationStore.open(new DataSettings(directory.resolve("data")))) {
      var rows = store.list(GenerationQuery.newest(10));
      assertThat(rows).hasSize(2);
      assertThat(rows).allSatisfy(row -> assertThat(row.attempts()).hasSize(2));
    }
  }

  @Test
  void aChangedConfigurationIsTakenWithoutARestart() throws Exception {
    String onlyBroken = ",\"provider\":{\"only\":[\"p500\"]}";
    assertThat(chat(onlyBroken).statusCode()).isNotEqualTo(200);
    String changed = config("500", "good").replace(provider.url("500"), provider.url("good"));
    Files.writeString(directory.resolve("cambio.yaml"), changed);
    Await.until("the changed configuration", () -> status(onlyBroken) == 200);
  }

  private int status(String more) {
    try {
      return chat(more).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theAdminListenerTellsWhatHappened() throws Exception {
    assertThat(chat("").statusCode()).isEqualTo(200);
    HttpResponse<String> metrics = admin("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).contains("pgood").doesNotContain(KEY);
    assertThat(admin("/readyz").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> admin(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void aStoppedRouterLeavesNoThreadBehind() {
    server.close();
    // A loop that has ended needs a moment more for its thread to end.
    Await.until(
        "the end of the event loops",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("cambio-loop")));
  }
}
