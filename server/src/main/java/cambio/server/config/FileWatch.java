package cambio.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action when one of some small files has other bytes than before. It reads them once an
 * interval: unlike a WatchService this sees every way of saving a file (rename, symbolic link, a
 * mounted ConfigMap) on every file system, at the price of a few kilobytes a second.
 */
public final class FileWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private final List<Path> files;
  private final Runnable changed;
  private final Map<Path, String> seen = new HashMap<>();
  private final Thread thread;

  private FileWatch(List<Path> files, Duration interval, Runnable changed) {
    this.files = List.copyOf(files);
    this.changed = changed;
    look();
    this.thread =
        Thread.ofPlatform().name("cambio-config-watch").daemon().unstarted(() -> run(interval));
  }

  /**
   * Starts watching; files need not exist yet.
   *
   * @param changed runs on the watch's own thread; what it throws is logged and ends nothing
   */
  public static FileWatch start(List<Path> files, Duration interval, Runnable changed) {
    FileWatch watch = new FileWatch(files, interval, changed);
    watch.thread.start();
    return watch;
  }

  /** Looks at once, on the caller's thread. */
  public synchronized void check() {
    if (look()) {
      try {
        changed.run();
      } catch (RuntimeException e) {
        log.error("A changed file was not taken: {}", e.toString());
      }
    }
  }

  private void run(Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval);
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look() {
    boolean different = false;
    for (Path file : files) {
      String now = content(file);
      different |= !now.equals(seen.put(file, now));
    }
    return different;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
