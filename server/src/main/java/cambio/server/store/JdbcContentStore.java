package cambio.server.store;

import cambio.server.content.ContentStore;
import cambio.server.content.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps content in the database, by SQL that SQLite and PostgreSQL share. One thread writes, in
 * groups; readers come by the executor. Wrap it in a {@link
 * cambio.server.content.SealedContentStore}: it writes what it is given.
 */
public final class JdbcContentStore implements ContentStore {

  private static final int QUEUE_CAPACITY = 4_096;

  /** How often what has expired is deleted, at most: with the first write after so long. */
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(5);

  private static final String PUT =
      "insert into content (organization, workspace, name, body, expires_at) values (?, ?, ?, ?, ?)"
          + " on conflict (organization, workspace, name)"
          + " do update set body = excluded.body, expires_at = excluded.expires_at";
  private static final String REMOVE =
      "delete from content where organization = ? and workspace = ? and name = ?";
  private static final String SWEEP = "delete from content where expires_at <= ?";
  private static final String GET =
      "select body from content where organization = ? and workspace = ? and name = ?"
          + " and expires_at > ?";

  private final Database database;
  private final Executor readers;
  private final InstantSource clock;
  private final GroupCommit<Change> writer;
  private Instant swept;

  /** What is to be written: a body to keep until an instant, or none, which removes. */
  private record Change(Tenant tenant, String name, @Nullable String body, Instant until) {}

  /**
   * A store in this database.
   *
   * @param readers runs what waits for the database; never an event loop
   */
  public JdbcContentStore(Database database, Executor readers, InstantSource clock) {
    this.database = database;
    this.readers = readers;
    this.clock = clock;
    this.swept = clock.instant();
    this.writer = new GroupCommit<>("cambio-content-writer", QUEUE_CAPACITY, this::write);
  }

  @Override
  public CompletionStage<@Nullable Void> put(
      Tenant tenant, String key, byte[] content, Duration ttl) {
    if (content.length > MOST_BYTES) {
      return remove(tenant, key);
    }
    String body = Base64.getEncoder().encodeToString(content);
    return writer.add(new Change(tenant, key, body, clock.instant().plus(ttl)));
  }

  @Override
  public CompletionStage<@Nullable Void> remove(Tenant tenant, String key) {
    return writer.add(new Change(tenant, key, null, Instant.EPOCH));
  }

  @Override
  public CompletionStage<byte @Nullable []> get(Tenant tenant, String key) {
    return CompletableFuture.supplyAsync(() -> read(tenant, key), readers);
  }

  private byte @Nullable [] read(Tenant tenant, String key) {
    return database.read(handle ->
        handle
            .select(GET, tenant.organization(), tenant.workspace(), key, now())
            .mapTo(String.class)
            .findOne()
            .map(body -> Base64.getDecoder().decode(body))
            .orElse(null));
  }

  private void write(List<Change> group) {
    Instant now = clock.instant();
    boolean sweep = !now.isBefore(swept.plus(SWEEP_EVERY));
    database.write(handle -> {
      // One by one: the order of two changes of one key is theirs.
      for (Change change : group) {
        Tenant tenant = change.tenant();
        if (change.body() == null) {
          handle.execute(REMOVE, tenant.organization(), tenant.workspace(), change.name());
        } else {
          handle.execute(
              PUT,
              tenant.organization(),
              tenant.workspace(),
              change.name(),
              change.body(),
              Column.micros(change.until()));
        }
      }
      return sweep ? handle.execute(SWEEP, Column.micros(now)) : 0;
    });
    swept = sweep ? now : swept;
  }

  private long now() {
    return Column.micros(clock.instant());
  }

  @Override
  public @Nullable String trouble() {
    return writer.trouble();
  }

  @Override
  public void close() {
    writer.close();
  }
}
