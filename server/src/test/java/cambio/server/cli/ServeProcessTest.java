package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code cambio serve} as a process of its own: start, key, change, stop. */
@Timeout(400)
class ServeProcessTest {

  private static final Pattern PORTS =
      Pattern.compile(
          "serves on http://127\\.0\\.0\\.1:(\\d+) \\(admin on http://127\\.0\\.0\\.1:(\\d+)\\)");

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    client.close();
  }

  private Process serve(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                Main.class.getName(),
                "serve"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("CAMBIO_DATA", directory.resolve("data").toString());
    builder.redirectError(new File(directory.toFile(), "err.log"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private int status(String port, String path, String key) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("authorization", "Bearer " + key)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void aRouterStartsTakesKeysAndStopsCleanly() throws Exception {
    Process process = serve("--port", "0", "--admin-port", "0");
    BufferedReader out = process.inputReader();
    Matcher ports = PORTS.matcher(Objects.requireNonNull(out.readLine(), this::errors));
    assertThat(ports.find()).isTrue();
    String port = ports.group(1);
    String localKey = Objects.requireNonNull(out.readLine()).replace("The local key is ", "");
    assertThat(status(ports.group(2), "/readyz", "")).isEqualTo(200);
    assertThat(status(port, "/v1/models", localKey)).isEqualTo(200);
    assertThat(status(port, "/v1/models", "sk-other")).isEqualTo(401);
    assertThat(status(port, "/metrics", localKey)).isEqualTo(404);

    CommandLineFixture cambio = new CommandLineFixture(directory.resolve("data"));
    String made = cambio.run("keys", "create", "ci").out().lines().findFirst().orElseThrow();
    while (status(port, "/v1/models", made) != 200) {
      Thread.sleep(10);
    }
    process.destroy();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(errors()).contains("\"message\":\"stopped\"").doesNotContain(made, localKey);
  }

  @Test
  void whatStopsItFromStartingIsSaid() throws Exception {
    Files.writeString(directory.resolve("cambio.yaml"), "version: 1\nserver: {port: x}\n");
    assertThat(serve().waitFor()).isEqualTo(1);
    assertThat(errors())
        .isEqualTo("cambio.yaml:2: server.port: \"x\" (expected: a whole number, 0..65535)\n");
    Files.delete(directory.resolve("cambio.yaml"));
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(serve("--port", port, "--admin-port", "0").waitFor()).isEqualTo(1);
      assertThat(errors()).contains("the router did not start: ", "127.0.0.1:" + port);
    }
  }

  private String errors() {
    try {
      return Files.readString(directory.resolve("err.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
