package cambio.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

  @TempDir Path directory;

  @Test
  void aFileThatAppearsChangesOrGoesIsSeenOnce() throws IOException {
    Path file = directory.resolve("cambio.yaml");
    AtomicInteger changes = new AtomicInteger();
    try (FileWatch watch =
        FileWatch.start(List.of(file), Duration.ofDays(1), changes::incrementAndGet)) {
      watch.check();
      assertThat(changes).hasValue(0);
      Files.writeString(file, "a");
      watch.check();
      watch.check();
      assertThat(changes).hasValue(1);
      Files.writeString(file, "b");
      watch.check();
      Files.delete(file);
      watch.check();
      assertThat(changes).hasValue(3);
    }
  }

  @Test
  void aListenerThatThrowsDoesNotEndTheWatch() throws IOException {
    Path file = directory.resolve("cambio.yaml");
    AtomicInteger calls = new AtomicInteger();
    try (FileWatch watch =
        FileWatch.start(
            List.of(file),
            Duration.ofDays(1),
            () -> {
              calls.incrementAndGet();
              throw new IllegalStateException("refused");
            })) {
      Files.writeString(file, "a");
      watch.check();
      Files.writeString(file, "b");
      watch.check();
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void theThreadLooksByItself() throws Exception {
    Path file = directory.resolve("cambio.yaml");
    CountDownLatch seen = new CountDownLatch(1);
    try (FileWatch watch = FileWatch.start(List.of(file), Duration.ofMillis(5), seen::countDown)) {
      Files.writeString(file, "a");
      assertThat(seen.await(120, TimeUnit.SECONDS)).isTrue();
    }
  }
}
