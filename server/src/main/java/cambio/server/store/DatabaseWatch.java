package cambio.server.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether a database that may go away can be asked. While it cannot, a thread looks for it,
 * and everybody else is told so at once instead of after a time-out. Its tables are brought up to
 * date the first time that it is found. Safe from any thread.
 */
final class DatabaseWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();
  private static final Duration FOREVER = Duration.ofDays(3_650);

  private final Look look;
  private final Runnable prepare;
  private final String what;
  private final @Nullable Thread thread;
  private volatile boolean prepared;
  private volatile boolean away;
  private volatile boolean suspected;
  private volatile boolean closed;
  private volatile boolean returned;
  private volatile long returnedNanos;

  /** Asks the database something. */
  @FunctionalInterface
  interface Look {
    /** Returns where it answers. Takes no longer than the time after which it counts as away. */
    void at() throws SQLException;
  }

  private DatabaseWatch() {
    this.look = () -> {};
    this.prepare = () -> {};
    this.what = "";
    this.thread = null;
    this.prepared = true;
  }

  /**
   * Looks, and prepares the database if it is there. Looks for it in the background from then on.
   *
   * @param prepare brings its tables up to date
   * @param what names it for people
   * @throws RuntimeException where it is there and cannot be used, as with a wrong password
   */
  DatabaseWatch(Look look, Runnable prepare, String what) {
    this.look = look;
    this.prepare = prepare;
    this.what = what;
    try {
      meet();
    } catch (SQLException | RuntimeException e) {
      if (SqlTrouble.outage(e) == null) {
        throw e instanceof RuntimeException wrong
            ? wrong
            : new IllegalStateException("the database cannot be opened: " + what, e);
      }
      lost(e);
    }
    this.thread = Thread.ofPlatform().name("cambio-database-watch").daemon().start(this::run);
  }

  /** Of a database that is there for good. */
  static DatabaseWatch none() {
    return new DatabaseWatch();
  }

  /** Whether its tables are up to date, so that it may be written to. */
  boolean prepared() {
    return prepared;
  }

  /** Whether it cannot be asked now. */
  boolean away() {
    return away;
  }

  /** Somebody could not ask it. */
  void missed() {
    suspected = true;
    LockSupport.unpark(thread);
  }

  /** How long ago its last absence ended; zero while it is away, years where it never was. */
  Duration presence() {
    if (away) {
      return Duration.ZERO;
    }
    return returned ? Duration.ofNanos(System.nanoTime() - returnedNanos) : FOREVER;
  }

  private void run() {
    while (!closed) {
      if (away || suspected) {
        suspected = false;
        if (!found()) {
          LockSupport.parkNanos(this, PAUSE_NANOS);
        }
      } else {
        LockSupport.park(this);
      }
    }
  }

  private boolean found() {
    try {
      meet();
    } catch (SQLException | RuntimeException e) {
      lost(e);
      return false;
    }
    if (away) {
      returnedNanos = System.nanoTime();
      returned = true;
      away = false;
      log.info("the database is there: {}", what);
    }
    return true;
  }

  private void meet() throws SQLException {
    look.at();
    if (!prepared) {
      prepare.run();
      prepared = true;
    }
  }

  private void lost(Exception why) {
    if (away) {
      return;
    }
    SQLException outage = SqlTrouble.outage(why);
    if (outage == null) {
      log.error("the database cannot be used: {}", what, why);
    } else {
      log.warn("the database is away: {}: {}", what, outage.getMessage());
    }
    away = true;
  }

  @Override
  public void close() {
    closed = true;
    if (thread == null) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
