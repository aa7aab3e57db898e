package cambio.server.store;

import cambio.server.ledger.Failpoint;
import cambio.server.ledger.Failpoints;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the database while it answers, and to the spool while it does not. Once the spool holds
 * anything everything goes through it, until a thread of its own has brought it all into the
 * database in order.
 *
 * <p>The group whose commit failed goes to the spool even where the commit may have happened: the
 * database keeps a generation once, and charges it once, however often it comes.
 */
final class SpooledWriter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SpooledWriter.class);
  private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();
  private static final int CHUNK = GroupCommit.GROUP_MAX;

  private final SettlementWriter direct;
  private final SettlementWriter draining;
  private final Spool spool;
  private final Failpoints failpoints;
  private final Object turn = new Object();
  private final Thread drainer;
  private volatile boolean spooling;
  private volatile boolean closed;

  SpooledWriter(Database database, Spool spool, Failpoints failpoints) {
    this.direct = new SettlementWriter(database, failpoints);
    this.draining = new SettlementWriter(database, Failpoints.none());
    this.spool = spool;
    this.failpoints = failpoints;
    this.spooling = spool.pending() > 0;
    this.drainer = Thread.ofPlatform().name("cambio-spool-drainer").daemon().start(this::run);
  }

  /** Writes a group somewhere durable. For one thread at a time. */
  void write(List<GenerationRow> group) throws OutageException, SQLException {
    if (!spooling) {
      try {
        direct.write(group);
        return;
      } catch (OutageException e) {
        log.warn("settlements go to the spool: {}", e.getMessage());
      }
    }
    // Under the lock, so that nothing comes into a spool that was just found empty.
    synchronized (turn) {
      spool.add(group);
      spooling = true;
    }
    failpoints.at(Failpoint.SPOOLED);
    LockSupport.unpark(drainer);
  }

  /** Whether settlements go to the spool now. */
  boolean spooling() {
    return spooling;
  }

  private void run() {
    while (!closed) {
      if (!spooling) {
        LockSupport.park(this);
      } else if (!drain()) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  /** Brings one chunk into the database; false where that is not possible now. */
  private boolean drain() {
    try {
      List<GenerationRow> chunk;
      synchronized (turn) {
        chunk = spool.oldest(CHUNK);
        if (chunk.isEmpty()) {
          spooling = false;
          log.info("the spool is empty: settlements go to the database again");
          return true;
        }
      }
      settle(chunk);
      return true;
    } catch (OutageException e) {
      return false;
    } catch (SQLException | RuntimeException e) {
      log.error("the spool could not be drained", e);
      return false;
    }
  }

  private void settle(List<GenerationRow> chunk) throws OutageException, SQLException {
    List<GenerationRow> written;
    try {
      draining.write(chunk);
      written = chunk;
    } catch (SQLException | RuntimeException e) {
      written = oneByOne(chunk);
    }
    failpoints.at(Failpoint.DRAINED);
    synchronized (turn) {
      spool.remove(written);
    }
  }

  /** A row that the database refuses must not hold up those behind it. */
  private List<GenerationRow> oneByOne(List<GenerationRow> chunk) throws OutageException {
    List<GenerationRow> written = new ArrayList<>(chunk.size());
    for (GenerationRow row : chunk) {
      try {
        draining.write(List.of(row));
        written.add(row);
      } catch (SQLException | RuntimeException e) {
        synchronized (turn) {
          spool.reject(row, e);
        }
      }
    }
    return written;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(drainer);
    try {
      drainer.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    direct.close();
    draining.close();
  }
}
