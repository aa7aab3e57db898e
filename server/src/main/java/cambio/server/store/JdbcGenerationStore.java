package cambio.server.store;

import cambio.server.config.DataSettings;
import cambio.server.ledger.Failpoints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps generations in a relational database, by SQL that SQLite and PostgreSQL share. */
public final class JdbcGenerationStore implements GenerationStore {

  private static final int QUEUE_CAPACITY = 8_192;

  private final Database database;
  private final @Nullable Spool spool;
  private final GroupCommit<GenerationRow> writer;

  /** Closed after the writer, the last one first. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private JdbcGenerationStore(Database database, @Nullable Spool spool, Failpoints failpoints) {
    this.database = database;
    this.spool = spool;
    GroupCommit.Write<GenerationRow> write;
    if (spool == null) {
      SettlementWriter direct = new SettlementWriter(database, failpoints);
      parts.push(direct);
      write = direct::write;
    } else {
      SpooledWriter spooled = new SpooledWriter(database, spool, failpoints);
      parts.push(spool);
      parts.push(spooled);
      write = spooled::write;
    }
    this.writer = new GroupCommit<>("cambio-settlement-writer", QUEUE_CAPACITY, write);
  }

  /**
   * The store of a router, over its database, which stays open when the store is closed. Where that
   * is PostgreSQL a spool in the data directory stands in while it is away.
   */
  public static JdbcGenerationStore of(
      Database database, DataSettings settings, Failpoints failpoints) {
    Spool spool =
        database.kind() == Database.Kind.SQLITE
            ? null
            : new Spool(settings.spool(), settings.spoolBytes());
    return new JdbcGenerationStore(database, spool, failpoints);
  }

  /** The store of the configured database without a spool, for tools; closed with the store. */
  public static GenerationStore open(DataSettings settings) {
    return open(Database.open(settings));
  }

  /** A store without a spool that closes its database. */
  static JdbcGenerationStore open(Database database) {
    JdbcGenerationStore store = new JdbcGenerationStore(database, null, Failpoints.none());
    store.parts.addLast(database);
    return store;
  }

  @Override
  public CompletionStage<@Nullable Void> append(GenerationRow generation) {
    return writer.add(generation);
  }

  @Override
  public @Nullable GenerationRow find(String id) {
    return database.read(handle ->
        handle
            .createQuery("select * from generation where id = :id")
            .bind("id", id)
            .map((row, context) -> Rows.generation(row))
            .findOne()
            .orElse(null));
  }

  @Override
  public List<GenerationRow> list(GenerationQuery query) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    filters(query)
        .forEach((condition, value) -> {
          if (value != null) {
            String name = "p" + conditions.size();
            conditions.add(condition + " :" + name);
            values.put(name, value);
          }
        });
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    return database.read(handle ->
        handle
            .createQuery("select * from generation" + where + " order by id desc limit :most")
            .bindMap(values)
            .bind("most", query.limit())
            .map((row, context) -> Rows.generation(row))
            .list());
  }

  private static Map<String, @Nullable Object> filters(GenerationQuery query) {
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("received_at >=", query.from() == null ? null : Column.micros(query.from()));
    filters.put("received_at <", query.until() == null ? null : Column.micros(query.until()));
    filters.put("organization =", query.organization());
    filters.put("workspace =", query.workspace());
    filters.put("key_id =", query.keyId());
    filters.put("end_user =", query.endUser());
    filters.put("session_id =", query.sessionId());
    filters.put("model =", query.model());
    filters.put("provider =", query.provider());
    filters.put(
        "outcome =",
        query.outcome() == null ? null : query.outcome().name().toLowerCase(Locale.ROOT));
    filters.put("id <", query.beforeId());
    return filters;
  }

  @Override
  public @Nullable String trouble() {
    return spool != null && spool.full() ? "the spool is full" : writer.trouble();
  }

  @Override
  public boolean accepting() {
    return writer.accepting() && (spool == null || !spool.full());
  }

  @Override
  public Backlog backlog() {
    return new Backlog(
        writer.backlog(),
        spool == null ? 0 : spool.pending(),
        spool == null ? 0 : spool.rejected(),
        writer.lost());
  }

  @Override
  public void close() {
    writer.close();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("the database did not close", e);
      }
    }
  }
}
