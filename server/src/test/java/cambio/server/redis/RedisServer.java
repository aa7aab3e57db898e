package cambio.server.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cambio.server.Await;
import cambio.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** A real redis-server on a free port of loopback, for tests. */
public final class RedisServer implements AutoCloseable {

  private static final int TRIES = 5;
  private static final int PONG_MILLIS = 5_000;

  /** How far above a node's port its cluster bus is. */
  private static final int BUS = 10_000;

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

  /** Starts one and waits until it answers; on another port where this one was taken meanwhile. */
  private static RedisServer started(IntSupplier ports, Path directory, String... options)
      throws Exception {
    for (int i = 0; i < TRIES; i++) {
      RedisServer server = new RedisServer(ports.getAsInt(), directory, options);
      if (server.awaitPing()) {
        return server;
      }
    }
    throw new IllegalStateException("redis-server ended at once, " + TRIES + " times");
  }

  /** Starts one, or skips the test where it is not installed (fails with REQUIRE_REDIS=1). */
  public static RedisServer start(Path directory) throws Exception {
    boolean installed = installed();
    if (!installed && "1".equals(System.getenv("REQUIRE_REDIS"))) {
      throw new IllegalStateException("REQUIRE_REDIS=1, but there is no redis-server on the PATH");
    }
    assumeTrue(
        installed, "there is no redis-server on the PATH (Debian: apt-get install redis-server)");
    return started(FreePort::next, directory);
  }

  /** Starts a node of a cluster, or skips the test where Redis is not installed. */
  static RedisServer startClustered(Path directory, Duration nodeTimeout) throws Exception {
    assumeTrue(installed(), "there is no redis-server on the PATH");
    return started(
        () -> FreePort.next(BUS),
        directory,
        "--cluster-enabled",
        "yes",
        "--cluster-node-timeout",
        Long.toString(nodeTimeout.toMillis()),
        "--cluster-config-file",
        "nodes.conf");
  }

  /** Starts a replica of another one. */
  public static RedisServer replicaOf(RedisServer master, Path directory) throws Exception {
    return started(
        FreePort::next, directory, "--replicaof", "127.0.0.1", Integer.toString(master.port));
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
                // A replica would else wait five seconds for others to come along.
                "--repl-diskless-sync-delay",
                "0",
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
    if (!awaitPing()) {
      throw new IllegalStateException("redis-server did not come back on port " + port);
    }
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

  /** Waits until it answers; false where it ends instead. */
  private boolean awaitPing() {
    Await.until("redis-server on port " + port, () -> !process.isAlive() || answersPing());
    return process.isAlive();
  }

  private boolean answersPing() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PONG_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws Exception {
    signal("CONT");
    kill();
  }
}
