package cambio.server.redis;

import cambio.server.Await;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis of a test class's own and a link to it, from before its first test until after its last.
 * To be registered in a static field.
 */
public final class OwnRedis implements BeforeAllCallback, AfterAllCallback {

  /** Long enough that a busy machine does not fail a contract; the product's default is 50 ms. */
  public static final Duration PATIENT = Duration.ofSeconds(60);

  private @Nullable Path directory;
  private @Nullable RedisServer server;
  private @Nullable RedisLink link;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Path made = Files.createTempDirectory("cambio-redis");
    directory = made;
    RedisServer started = RedisServer.start(made);
    server = started;
    RedisLink connecting = new RedisLink(started.url(), PATIENT);
    link = connecting;
    Await.until("a connection to Redis", connecting::isConnected);
  }

  /** The link. */
  public RedisLink link() {
    return there(link);
  }

  /** The server. */
  public RedisServer server() {
    return there(server);
  }

  private static <T> T there(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(
          "Redis is asked for before the first test, or after the last");
    }
    return part;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (link != null) {
      link.close();
    }
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      remove(directory);
    }
  }

  private static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
