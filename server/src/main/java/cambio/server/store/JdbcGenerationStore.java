package cambio.server.store;

import cambio.server.config.DataSettings;
import cambio.server.store.Columns.NumberedAttempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps generations in a relational database, by SQL that SQLite and PostgreSQL share. */
public final class JdbcGenerationStore implements GenerationStore {

  private static final int QUEUE_CAPACITY = 8_192;
  private static final String INSERT_GENERATION = Column.insert("generation", Columns.GENERATION);
  private static final String INSERT_ATTEMPT = Column.insert("attempt", Columns.ATTEMPT);

  private final Database database;
  private final Runnable onClose;
  private final Connection writing;
  private final PreparedStatement generations;
  private final PreparedStatement attempts;
  private final GroupCommit<GenerationRow> writer;

  /**
   * A store over a database, which stays open when the store is closed.
   *
   * @param database one of its connections is kept for writing
   */
  public JdbcGenerationStore(Database database) {
    this(database, () -> {});
  }

  private JdbcGenerationStore(Database database, Runnable onClose) {
    this.database = database;
    this.onClose = onClose;
    try {
      this.writing = database.connection();
      // Prepared once: to prepare them for every group took two fifths of the writer's time.
      this.generations = writing.prepareStatement(INSERT_GENERATION);
      this.attempts = writing.prepareStatement(INSERT_ATTEMPT);
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not take another connection", e);
    }
    this.writer = new GroupCommit<>("cambio-generation-writer", QUEUE_CAPACITY, this::write);
  }

  /** The store of the configured database, which is closed with it. */
  public static GenerationStore open(DataSettings settings) {
    return open(Database.open(settings));
  }

  /** A store that closes its database. */
  static JdbcGenerationStore open(Database database) {
    return new JdbcGenerationStore(database, database::close);
  }

  @Override
  public CompletionStage<@Nullable Void> append(GenerationRow generation) {
    return writer.add(generation);
  }

  private void write(List<GenerationRow> group) throws SQLException {
    Transactions.run(writing, () -> insert(group));
  }

  private void insert(List<GenerationRow> group) throws SQLException {
    try {
      for (GenerationRow row : group) {
        Column.add(generations, Columns.GENERATION, row);
        for (AttemptRow attempt : row.attempts()) {
          Column.add(attempts, Columns.ATTEMPT, new NumberedAttempt(row.id(), attempt));
        }
      }
      generations.executeBatch();
      attempts.executeBatch();
    } catch (SQLException | RuntimeException e) {
      generations.clearBatch();
      attempts.clearBatch();
      throw e;
    }
  }

  @Override
  public @Nullable GenerationRow find(String id) {
    return database.read(handle ->
        handle
            .createQuery("select * from generation where id = :id")
            .bind("id", id)
            .map((row, context) -> Rows.generation(row, attempts(handle, row.getString("id"))))
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
            .map((row, context) -> Rows.generation(row, attempts(handle, row.getString("id"))))
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

  private static List<AttemptRow> attempts(Handle handle, String generation) {
    return handle
        .createQuery("select * from attempt where generation_id = :id order by number")
        .bind("id", generation)
        .map((row, context) -> Rows.attempt(row))
        .list();
  }

  @Override
  public @Nullable String trouble() {
    return writer.trouble();
  }

  /** How many generations wait to be written. */
  public int backlog() {
    return writer.backlog();
  }

  @Override
  public void close() {
    writer.close();
    try {
      // With it go its statements.
      writing.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the database did not close", e);
    } finally {
      onClose.run();
    }
  }
}
