package cambio.server.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cambio.server.Await;
import cambio.server.FreePort;
import cambio.server.config.DataSettings;
import cambio.server.config.PostgresSettings;
import cambio.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on a free port of loopback, for tests. It refuses to run as root, so there it
 * runs as the user {@code postgres} (or {@code nobody}).
 */
public final class PostgresServer implements AutoCloseable {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final int TRIES = 5;

  /** So that a busy machine is not taken for a dead server, where no test kills it. */
  private static final Duration PATIENT = Duration.ofSeconds(55);

  private final Path programs;
  private final Path directory;
  private int port;
  private final List<String> prefix;
  private int databases;

  private PostgresServer(Path programs, Path directory, int port, List<String> prefix) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
    this.prefix = prefix;
  }

  /** Starts one, or skips the test where it is not installed (fails with REQUIRE_POSTGRES=1). */
  public static PostgresServer start() throws Exception {
    Path programs = programs();
    if (programs == null && "1".equals(System.getenv("REQUIRE_POSTGRES"))) {
      throw new IllegalStateException("REQUIRE_POSTGRES=1, but PostgreSQL is not installed");
    }
    assumeTrue(programs != null, "PostgreSQL is not installed (Debian: apt install postgresql)");
    boolean root = "root".equals(System.getProperty("user.name"));
    Path directory = Files.createTempDirectory("cambio-postgres");
    List<String> prefix = List.of();
    if (root) {
      String user = Files.exists(Path.of("/var/lib/postgresql")) ? "postgres" : "nobody";
      exec(List.of("chown", user, directory.toString()));
      prefix = List.of("setpriv", "--reuid=" + user, "--clear-groups", "--");
    }
    PostgresServer server =
        new PostgresServer(Objects.requireNonNull(programs), directory, FreePort.next(), prefix);
    server.initialize();
    server.launchWhereFree();
    return server;
  }

  private static @Nullable Path programs() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo)
          .orElse(null);
    }
  }

  private void initialize() throws Exception {
    run("initdb", "-D", data(), "-U", "cambio", "-A", "trust", "-E", "UTF8", "--no-sync");
  }

  private void launch() throws Exception {
    // fsync stays on: what is committed must survive a kill, as in earnest.
    String options =
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off";
    run(
        "pg_ctl",
        "-D",
        data(),
        "-o",
        options,
        "-l",
        directory.resolve("log").toString(),
        "-w",
        "-t",
        "180",
        "start");
  }

  private void launchWhereFree() throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        launch();
        return;
      } catch (IllegalStateException e) {
        if (tries == TRIES) {
          throw e;
        }
        // Somebody may have taken the port meanwhile.
        port = FreePort.next();
      }
    }
  }

  /** Where it listens on loopback. */
  int port() {
    return port;
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  /** A fresh database of this server, with everything else in that directory. */
  public DataSettings newDatabase(Path dataDirectory) throws Exception {
    return newDatabase(dataDirectory, PATIENT);
  }

  /**
   * A fresh database of this server, with everything else in that directory.
   *
   * @param timeout after which the server counts as away
   */
  public DataSettings newDatabase(Path dataDirectory, Duration timeout) throws Exception {
    databases++;
    String name = "test" + databases;
    run("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "cambio", name);
    return new DataSettings(
        dataDirectory,
        new PostgresSettings(
            Secret.of("postgres://cambio@127.0.0.1:" + port + "/" + name), 4, timeout),
        DataSettings.SPOOL_BYTES);
  }

  /** Kills it without a chance to say good-bye. */
  public void kill() throws Exception {
    for (long pid : pids()) {
      exec(List.of("kill", "-KILL", Long.toString(pid)));
    }
    // Who adopts a killed process may be slow to bury it, so it is the port that tells.
    Await.until("PostgreSQL's end", () -> !listens());
    Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts it again after a kill. */
  public void restart() {
    // What was killed may hold its shared memory for a moment longer.
    Await.until("PostgreSQL again", this::launched);
  }

  private boolean launched() {
    try {
      launch();
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  /** Stops it in its tracks: connections stay, answers do not come. */
  public void freeze() throws Exception {
    for (long pid : pids()) {
      exec(List.of("kill", "-STOP", Long.toString(pid)));
    }
  }

  /** Lets it go on. */
  public void thaw() throws Exception {
    for (long pid : pids()) {
      exec(List.of("kill", "-CONT", Long.toString(pid)));
    }
  }

  /** The postmaster and all that it started. */
  private List<Long> pids() throws IOException {
    Path file = directory.resolve("data/postmaster.pid");
    List<Long> pids = new ArrayList<>();
    if (Files.exists(file)) {
      long master = Long.parseLong(Files.readAllLines(file).getFirst().strip());
      ProcessHandle.of(master)
          .filter(ProcessHandle::isAlive)
          .ifPresent(process -> {
            pids.add(master);
            process.descendants().map(ProcessHandle::pid).forEach(pids::add);
          });
    }
    return pids;
  }

  private void run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    exec(command);
  }

  private static void exec(List<String> command) throws Exception {
    Path output = Files.createTempFile("cambio-postgres", ".out");
    int code =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String text = Files.readString(output);
    Files.delete(output);
    if (code != 0 && !command.getFirst().equals("kill")) {
      throw new IllegalStateException(command + " failed: " + text);
    }
  }

  @Override
  public void close() throws Exception {
    thaw();
    kill();
    Await.until("an empty folder", this::removed);
  }

  /** Files go as long as somebody who was killed has not quite ended. */
  private boolean removed() {
    try {
      Files.walkFileTree(directory, new Remover());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
