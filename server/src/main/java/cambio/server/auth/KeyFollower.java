package cambio.server.auth;

import cambio.server.tenant.TenantStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link KeyDirectory} true: asks every second what changed in the database, whichever
 * router or command changed it, and every minute writes down which keys were used.
 */
public final class KeyFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeyFollower.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final KeyDirectory directory;
  private final TenantStore store;
  private final InstantSource clock;
  private final Thread thread;
  private long writtenMinute;
  private boolean trouble;

  /** Follows from now on, until it is closed. */
  public KeyFollower(KeyDirectory directory, TenantStore store, InstantSource clock) {
    this.directory = directory;
    this.store = store;
    this.clock = clock;
    this.writtenMinute = minute();
    this.thread = Thread.ofVirtual().name("cambio-key-follower").start(this::run);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        directory.follow();
        writeUses();
        trouble = false;
      } catch (RuntimeException e) {
        if (!trouble) {
          log.warn("Changes of keys cannot be followed; known keys are served on", e);
        }
        trouble = true;
      }
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void writeUses() {
    long now = minute();
    if (now == writtenMinute) {
      return;
    }
    Map<String, Long> uses = new HashMap<>();
    directory.uses(writtenMinute, (lineage, minute) -> uses.merge(lineage, minute, Math::max));
    if (!uses.isEmpty()) {
      store.write(tenants -> {
        uses.forEach(
            (lineage, minute) -> tenants.keys().used(lineage, Instant.ofEpochSecond(minute * 60)));
        return uses.size();
      });
    }
    writtenMinute = now;
  }

  private long minute() {
    return clock.millis() / 60_000;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
