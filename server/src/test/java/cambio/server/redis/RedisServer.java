package cambio.server.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real redis-server on a free port of loopback, for tests. */
public final class RedisServer implements AutoCloseable {

  private final int port;
  private final Path directory;
  private final List<String> options;
  private Process process;

  private RedisServer(int port, Path directory, String... options) throws IOException {
    this.port = port;
    this.directory = directory;
    this.options = List.of(options);
    this.process = launch();
  }

  /** Starts one, or skips the test where it is not installed (fails with REQUIRE_REDIS=1). */
  public static RedisServer start(Path directory) throws Exception {
    boolean installed = installed();
    if (!installed && "1".equals(System.getenv("REQUIRE_REDIS"))) {
      throw new IllegalStateException("REQUIRE_REDIS=1, but there is no redis-server on the PATH");
    }
    assumeTrue(
        installed, "there is no redis-server on the PATH (Debian: apt-get install redis-server)");
    RedisServer server = new RedisServer(freePort(), directory);
    server.awaitPing();
    return server;
  }

  /** Starts a node of a cluster, or skips the test where Redis is not installed. */
  static RedisServer startClustered(Path directory, int port) throws Exception {
    assumeTrue(installed(), "there is no redis-server on the PATH");
    RedisServer server =
        new RedisServer(
            port,
            directory,
            "--cluster-enabled",
            "yes",
            "--cluster-node-timeout",
            "1000",
            "--cluster-config-file",
            "nodes.conf");
    server.awaitPing();
    return server;
  }

  /** Starts a replica of another one. */
  public static RedisServer replicaOf(RedisServer master, Path directory) throws Exception {
    RedisServer server =
        new RedisServer(
            freePort(), directory, "--replicaof", "127.0.0.1", Integer.toString(master.port));
    server.awaitPing();
    return server;
  }

  /** What {@code redis-cli} prints for a command. */
  public String cli(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port)));
    command.addAll(List.of(words));
    return RedisCluster.run(command);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("redis-server", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                directory.toString()));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills it without a chance to say good-bye. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again, empty, on the same port. */
  public void restart() throws Exception {
    process = launch();
    awaitPing();
  }

  /** Stops it in its tracks: connections stay, answers do not come. */
  public void freeze() throws Exception {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private void awaitPing() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() == '+') {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("redis-server did not answer on port " + port);
  }

  @Override
  public void close() throws Exception {
    signal("CONT");
    kill();
  }
}
