package cambio.server.store;

import cambio.server.config.DataSettings;
import cambio.server.config.PostgresSettings;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one relational database of a router: SQLite in a file, or PostgreSQL. Migrated when it is
 * opened, pooled, and asked by SQL that both understand. Safe from any thread.
 *
 * <p>Everything here blocks: never call it on an event loop. What fails because the database is
 * away, slow or out of connections is a {@link FailureException} of kind UNAVAILABLE, so that no
 * caller is told that a thing does not exist because nobody could look.
 */
public final class Database implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Kind kind;
  private final HikariDataSource pool;
  private final DataSource source;
  private final DataSource snapshots;
  private final Jdbi jdbi;
  private final DatabaseWatch watch;

  /** Which of the two it is. */
  public enum Kind {
    /** One file beside this process; other processes of the same host may open it, too. */
    SQLITE,
    /** A server that any number of routers share. */
    POSTGRESQL
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it; Jdbi's own exceptions may pass. */
    T on(Handle handle);
  }

  /**
   * A database.
   *
   * @param source connections outside of the pool
   * @param snapshots connections whose transactions do not lock others out while they read
   * @param watch knows whether it is there; closed with it
   */
  Database(
      Kind kind,
      HikariDataSource pool,
      DataSource source,
      DataSource snapshots,
      DatabaseWatch watch) {
    this.kind = kind;
    this.pool = pool;
    this.source = source;
    this.snapshots = snapshots;
    this.jdbi = Jdbi.create(pool);
    this.watch = watch;
  }

  /**
   * Opens the configured database and brings its tables up to date.
   *
   * @throws IllegalStateException where it cannot be opened, saying what to check
   */
  public static Database open(DataSettings settings) {
    PostgresSettings postgres = settings.postgres();
    return postgres == null ? sqlite(settings.database()) : PostgresDatabase.open(postgres);
  }

  /**
   * Opens the configured database for a router, which starts and serves without it, too: PostgreSQL
   * that is away is looked for, and brought up to date when it comes. Until then everything here is
   * UNAVAILABLE.
   *
   * @throws IllegalStateException where it is there and cannot be used, saying what to check
   */
  public static Database follow(DataSettings settings) {
    PostgresSettings postgres = settings.postgres();
    return postgres == null ? sqlite(settings.database()) : PostgresDatabase.follow(postgres);
  }

  /** Opens (or makes) a SQLite file. */
  public static Database sqlite(Path file) {
    return SqliteDatabase.open(file);
  }

  /** Which of the two it is. */
  public Kind kind() {
    return kind;
  }

  /**
   * Reads, outside of a transaction.
   *
   * @throws FailureException of kind UNAVAILABLE where the database cannot be asked
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    requirePresence();
    try {
      return jdbi.withHandle(work::on);
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * Writes, in one transaction that is committed at the end and rolled back on any exception. On
   * SQLite it holds the write lock from its first statement on, so keep it short.
   *
   * @throws FailureException of kind UNAVAILABLE where the database cannot be asked
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    requirePresence();
    try {
      return jdbi.inTransaction(work::on);
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * Reads one state of everything, however long that takes; nobody who writes waits for it.
   *
   * @throws FailureException of kind UNAVAILABLE where the database cannot be asked
   */
  public <T extends @Nullable Object> T snapshot(Work<T> work) {
    requirePresence();
    try {
      return kind == Kind.SQLITE
          ? Jdbi.create(snapshots).inTransaction(work::on)
          : Jdbi.create(snapshots)
              .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::on);
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * Reads one state of a few things, quickly.
   *
   * @throws FailureException of kind UNAVAILABLE where the database cannot be asked
   */
  public <T extends @Nullable Object> T moment(Work<T> work) {
    if (kind == Kind.SQLITE) {
      // A transaction of the pool would lock others out.
      return snapshot(work);
    }
    requirePresence();
    try {
      return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::on);
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * A connection outside of the pool, for a thread that writes all its life. To be closed by it.
   */
  Connection connection() throws SQLException {
    if (!watch.prepared()) {
      throw new SQLTransientConnectionException("the database was not there since the start");
    }
    return source.getConnection();
  }

  /** Whoever has a connection of his own tells that the database is away. */
  void missed() {
    watch.missed();
  }

  /** Whether it cannot be asked now, as far as anybody has noticed. Quick. */
  public boolean away() {
    return watch.away();
  }

  /** How long ago its last absence ended; zero while it is away, years where it never was. */
  Duration presence() {
    return watch.presence();
  }

  /** Whether it can be asked now: null, or one sentence for people. Blocks. */
  public @Nullable String trouble() {
    try {
      read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
      return null;
    } catch (FailureException e) {
      return "the database cannot be asked";
    }
  }

  private void requirePresence() {
    if (watch.away()) {
      throw unavailable();
    }
  }

  private RuntimeException told(RuntimeException e) {
    SQLException outage = SqlTrouble.outage(e);
    if (outage == null) {
      return e;
    }
    log.warn("the database cannot be asked: {}", outage.getMessage());
    watch.missed();
    return unavailable();
  }

  private static FailureException unavailable() {
    return new FailureException(
        Failure.of(
                FailureKind.UNAVAILABLE,
                "The router's database cannot be asked now. Try again in a moment.")
            .withRetryAfter(RETRY_AFTER));
  }

  @Override
  public void close() {
    watch.close();
    pool.close();
  }
}
