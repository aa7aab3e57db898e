package cambio.server.store;

import cambio.router.auto.FeedbackScores.Opinions;
import cambio.router.auto.TaskCategory;
import cambio.server.feedback.Feedback;
import cambio.server.feedback.FeedbackStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps feedback in the database, by SQL that SQLite and PostgreSQL share. */
public final class JdbcFeedbackStore implements FeedbackStore {

  private final Database database;

  /** A store in this database. */
  public JdbcFeedbackStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(Feedback feedback) {
    database.write(handle ->
        handle.execute(
            "insert into feedback (generation_id, key_id, organization, model, category, score,"
                + " complaint, comment, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (generation_id, key_id) do update set score = excluded.score,"
                + " complaint = excluded.complaint, comment = excluded.comment,"
                + " created_at = excluded.created_at",
            feedback.generationId(),
            feedback.keyId(),
            feedback.organization(),
            feedback.model(),
            feedback.category(),
            feedback.score(),
            feedback.complaint(),
            Column.storable(feedback.comment()),
            Column.micros(feedback.at())));
  }

  @Override
  public Map<String, Feedback> newest(Collection<String> generationIds) {
    Map<String, Feedback> newest = new HashMap<>();
    if (generationIds.isEmpty()) {
      return newest;
    }
    database
        .read(handle ->
            handle
                .createQuery(
                    "select * from feedback where generation_id in (<ids>) order by created_at")
                .bindList("ids", List.copyOf(generationIds))
                .map((row, context) -> feedback(row))
                .list())
        .forEach(one -> newest.put(one.generationId(), one));
    return newest;
  }

  @Override
  public List<Opinions> opinions(Instant since) {
    return database.read(handle ->
        handle
            .createQuery(
                "select category, model, count(*) as opinions, sum(score) as total from feedback"
                    + " where created_at >= :since and score is not null and model is not null"
                    + " group by category, model")
            .bind("since", Column.micros(since))
            .map((row, context) -> opinions(row))
            .list());
  }

  private static Opinions opinions(ResultSet row) throws SQLException {
    String category = row.getString("category");
    return new Opinions(
        category == null ? null : TaskCategory.named(category),
        row.getString("model"),
        row.getLong("opinions"),
        row.getLong("total"));
  }

  private static Feedback feedback(ResultSet row) throws SQLException {
    int score = row.getInt("score");
    boolean said = !row.wasNull();
    return new Feedback(
        row.getString("generation_id"),
        row.getString("key_id"),
        row.getString("organization"),
        row.getString("model"),
        row.getString("category"),
        said ? score : null,
        row.getString("complaint"),
        row.getString("comment"),
        Instant.EPOCH.plus(row.getLong("created_at"), ChronoUnit.MICROS));
  }
}
