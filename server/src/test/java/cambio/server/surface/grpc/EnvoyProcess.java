package cambio.server.surface.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder("envoy/run.sh").directory(root().toFile()).inheritIO();
    builder.environment().put("LISTEN", "127.0.0.1:" + port);
    builder.environment().put("ADMIN_PORT", Integer.toString(freePort()));
    builder.environment().put("ROUTERS", "127.0.0.1:" + routerPort);
    builder.environment().put("ACCESS_LOG", "/dev/null");
    builder.environment().put("ENVOY_CONCURRENCY", "1");
    EnvoyProcess envoy = new EnvoyProcess(builder.start(), port);
    envoy.await(expectedHealth);
    return envoy;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  int port() {
    return port;
  }

  private void await(int health) throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(uri("/healthz")).timeout(Duration.ofSeconds(2)).build();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline && process.isAlive()) {
        try {
          if (http.send(ask, BodyHandlers.discarding()).statusCode() == health) {
            return;
          }
        } catch (IOException e) {
          // It does not listen yet.
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    close();
    throw new AssertionError("Envoy did not get ready: its output tells why");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
