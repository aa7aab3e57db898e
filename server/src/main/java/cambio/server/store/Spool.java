package cambio.server.store;

import cambio.server.ledger.Failpoints;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps settlements on this router's own disk while the database is away: a SQLite file with the
 * same tables, written and synced like the real one, bounded. Generations leave it in the order in
 * which they came. For one thread at a time, but for the counts.
 */
final class Spool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  private final Database file;
  private final SettlementWriter writer;
  private final long bytesMax;
  private volatile long pending;
  private volatile long rejected;
  private volatile boolean full;

  Spool(Path path, long bytesMax) {
    this.file = Database.sqlite(path);
    this.writer = new SettlementWriter(file, Failpoints.none());
    this.bytesMax = bytesMax;
    file.write(handle ->
        handle.execute(
            "create table if not exists rejected (id text not null primary key, reason text)"));
    count();
  }

  /**
   * Takes a group.
   *
   * @throws OutageException where it is full, or its disk is
   */
  void add(List<GenerationRow> group) throws OutageException, SQLException {
    if (full) {
      full = isFull();
      if (full) {
        throw new OutageException("the spool is full (data.spool_max)");
      }
    }
    writer.write(group);
    pending += group.size();
    full = isFull();
  }

  /** The oldest that wait, at most so many. */
  List<GenerationRow> oldest(int limit) {
    return file.read(handle ->
        handle
            .createQuery(
                "select * from generation where id not in (select id from rejected)"
                    + " order by id limit :most")
            .bind("most", limit)
            .map((row, context) -> Rows.generation(row))
            .list());
  }

  /** Forgets what is in the database now. */
  void remove(List<GenerationRow> written) {
    List<String> ids = written.stream().map(GenerationRow::id).toList();
    file.write(handle ->
        handle
            .createUpdate("delete from generation where id in (<ids>)")
            .bindList("ids", ids)
            .execute());
    count();
    full = isFull();
  }

  /** Sets aside what the database will never take, so that the rest can go on. It stays here. */
  void reject(GenerationRow row, Exception reason) {
    log.error("generation {} of the spool is refused by the database", row.id(), reason);
    file.write(handle ->
        handle.execute(
            "insert into rejected (id, reason) values (?, ?) on conflict do nothing",
            row.id(),
            String.valueOf(reason.getMessage())));
    count();
  }

  /** How many wait. Safe from any thread. */
  long pending() {
    return pending;
  }

  /** How many the database will never take. Safe from any thread. */
  long rejected() {
    return rejected;
  }

  /** Whether it takes no more. Safe from any thread. */
  boolean full() {
    return full;
  }

  private void count() {
    rejected = number("select count(*) from rejected");
    pending = number("select count(*) from generation") - rejected;
  }

  /** Freed pages are used again, so they do not count. */
  private boolean isFull() {
    if (pending == 0) {
      return false;
    }
    long pages = number("pragma page_count") - number("pragma freelist_count");
    return pages * number("pragma page_size") >= bytesMax;
  }

  private long number(String query) {
    return file.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    writer.close();
    file.close();
  }
}
