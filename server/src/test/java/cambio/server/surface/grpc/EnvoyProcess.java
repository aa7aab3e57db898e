package cambio.server.surface.grpc;

import cambio.server.Await;
import cambio.server.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real Envoy with the project's own configuration, on a port of its own. */
final class EnvoyProcess implements AutoCloseable {

  private static final int TRIES = 3;

  private final Process process;
  private final int port;

  private EnvoyProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether Envoy is installed: {@code bin/python-tools envoy} does it. */
  static boolean installed() {
    return Files.exists(root().resolve(".tools/envoy/.installed"));
  }

  /** Starts Envoy in front of a router and waits until it says how the router is. */
  static EnvoyProcess before(int routerPort, int expectedHealth) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      EnvoyProcess envoy = start(routerPort);
      if (envoy.says(expectedHealth)) {
        return envoy;
      }
      // It ended: somebody may have taken one of its ports meanwhile.
    }
    throw new AssertionError("Envoy did not get ready: its output tells why");
  }

  private static EnvoyProcess start(int routerPort) throws IOException {
    int port = FreePort.next();
    ProcessBuilder builder =
        new ProcessBuilder("envoy/run.sh").directory(root().toFile()).inheritIO();
    builder.environment().put("LISTEN", "127.0.0.1:" + port);
    builder.environment().put("ADMIN_PORT", Integer.toString(FreePort.next()));
    builder.environment().put("ROUTERS", "127.0.0.1:" + routerPort);
    builder.environment().put("ACCESS_LOG", "/dev/null");
    builder.environment().put("ENVOY_CONCURRENCY", "1");
    return new EnvoyProcess(builder.start(), port);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  int port() {
    return port;
  }

  /** Waits until it tells of this health; false where it ends instead. */
  private boolean says(int health) {
    HttpRequest ask =
        HttpRequest.newBuilder(uri("/healthz")).timeout(Duration.ofSeconds(10)).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      Await.until(
          "Envoy's health " + health,
          () -> {
            try {
              return !process.isAlive()
                  || http.send(ask, BodyHandlers.discarding()).statusCode() == health;
            } catch (IOException e) {
              return false; // It does not listen yet.
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      return process.isAlive();
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private static Path root() {
    Path path = Path.of("").toAbsolutePath();
    while (path != null && !Files.exists(path.resolve("envoy/run.sh"))) {
      path = path.getParent();
    }
    if (path == null) {
      throw new UncheckedIOException(new IOException("no envoy/run.sh above the working folder"));
    }
    return path;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
