package cambio.server.store;

import cambio.server.tenant.KeyQuery;
import cambio.server.tenant.KeyStanding;
import cambio.server.tenant.StoredKey;
import cambio.server.tenant.TenantStore.Keys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Keys and their secrets as rows. */
record JdbcKeys(Handle handle) implements Keys {

  private static final List<Column<StoredKey>> ALL =
      Stream.concat(KeyColumns.IDENTITY.stream(), KeyColumns.SETTINGS.stream()).toList();

  private static final String INSERT =
      "insert into api_key ("
          + ALL.stream().map(Column::name).collect(Collectors.joining(", "))
          + ") values ("
          + ALL.stream().map(column -> ':' + column.name()).collect(Collectors.joining(", "))
          + ')';

  private static final String UPDATE =
      "update api_key set "
          + KeyColumns.SETTINGS.stream()
              .map(column -> column.name() + " = :" + column.name())
              .collect(Collectors.joining(", "))
          + " where lineage = :lineage";

  /** Columns of the joined tables that have their names in common with a key's. */
  private static final String STANDING =
      "select k.*, s.valid_until,"
          + columns("o", "id, name, disabled, rules, created_at, updated_at")
          + ','
          + columns("w", "organization, id, name, disabled, rules, created_at, updated_at")
          + ','
          + columns("m", "organization, id, name, email, role, workspaces, rules, created_at")
          + " from key_secret s join api_key k on k.lineage = s.lineage"
          + " join organization o on o.id = k.organization"
          + " join workspace w on w.organization = k.organization and w.id = k.workspace"
          + " left join member m on m.organization = k.organization and m.id = k.creator"
          + " where s.hash = :hash";

  @Override
  public @Nullable StoredKey find(String id) {
    return one("id", id);
  }

  @Override
  public @Nullable StoredKey ofLineage(String lineage) {
    return one("lineage", lineage);
  }

  private @Nullable StoredKey one(String column, String value) {
    return handle
        .createQuery("select * from api_key where " + column + " = :it and deleted_at is null")
        .bind("it", value)
        .map((row, context) -> KeyColumns.of(row, ""))
        .findOne()
        .orElse(null);
  }

  @Override
  public List<StoredKey> list(KeyQuery query) {
    List<String> conditions = new ArrayList<>(List.of("deleted_at is null"));
    Map<String, Object> values = new HashMap<>();
    equal(conditions, values, "organization", query.organization());
    equal(conditions, values, "workspace", query.workspace());
    equal(conditions, values, "creator", query.creator());
    equal(
        conditions,
        values,
        "kind",
        query.kind() == null ? null : query.kind().name().toLowerCase(Locale.ROOT));
    if (!query.inactive()) {
      conditions.add("disabled = 0");
      conditions.add("(expires_at is null or expires_at > :now)");
      values.put("now", Column.micros(query.now()));
    }
    if (query.after() != null) {
      conditions.add("(created_at < :at or (created_at = :at and lineage < :before))");
      values.put("at", Column.micros(query.after().createdAt()));
      values.put("before", query.after().lineage());
    }
    return handle
        .createQuery(
            "select * from api_key where "
                + String.join(" and ", conditions)
                + " order by created_at desc, lineage desc limit :most offset :skip")
        .bindMap(values)
        .bind("most", query.limit())
        .bind("skip", query.offset())
        .map((row, context) -> KeyColumns.of(row, ""))
        .list();
  }

  private static void equal(
      List<String> conditions, Map<String, Object> values, String column, @Nullable String value) {
    if (value != null) {
      conditions.add(column + " = :" + column);
      values.put(column, value);
    }
  }

  @Override
  public @Nullable KeyStanding standing(String hash) {
    return handle
        .createQuery(STANDING)
        .bind("hash", hash)
        .map((row, context) -> standing(row))
        .findOne()
        .orElse(null);
  }

  private static KeyStanding standing(ResultSet result) throws SQLException {
    TenantRow row = new TenantRow(result, "");
    return new KeyStanding(
        KeyColumns.of(result, ""),
        row.maybeInstant("valid_until"),
        row.maybeNumber("deleted_at") != null,
        JdbcOrganizations.of(result, "o_"),
        JdbcWorkspaces.of(result, "w_"),
        result.getString("m_id") == null ? null : JdbcMembers.of(result, "m_"));
  }

  @Override
  public void add(StoredKey key) {
    bind(handle.createUpdate(INSERT), ALL, key).execute();
    addSecret(key);
  }

  private void addSecret(StoredKey key) {
    handle
        .createUpdate("insert into key_secret (hash, lineage) values (:hash, :lineage)")
        .bind("hash", key.id())
        .bind("lineage", key.lineage())
        .execute();
  }

  @Override
  public void update(StoredKey key) {
    bind(handle.createUpdate(UPDATE).bind("lineage", key.lineage()), KeyColumns.SETTINGS, key)
        .execute();
  }

  @Override
  public void rotate(StoredKey rotated, String replacedId, Instant replacedUntil) {
    handle
        .createUpdate(
            "update api_key set id = :id, label = :label, updated_at = :now"
                + " where lineage = :lineage")
        .bind("id", rotated.id())
        .bind("label", rotated.label())
        .bind("now", Column.micros(rotated.updatedAt()))
        .bind("lineage", rotated.lineage())
        .execute();
    handle
        .createUpdate("update key_secret set valid_until = :until where hash = :hash")
        .bind("until", Column.micros(replacedUntil))
        .bind("hash", replacedId)
        .execute();
    addSecret(rotated);
  }

  @Override
  public void delete(String lineage, Instant now) {
    handle
        .createUpdate("update api_key set deleted_at = :now where lineage = :lineage")
        .bind("now", Column.micros(now))
        .bind("lineage", lineage)
        .execute();
  }

  @Override
  public void used(String lineage, Instant at) {
    handle
        .createUpdate(
            "update api_key set last_used_at = :at where lineage = :lineage"
                + " and (last_used_at is null or last_used_at < :at)")
        .bind("at", Column.micros(at))
        .bind("lineage", lineage)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, List<Column<StoredKey>> columns, StoredKey key) {
    S bound = statement;
    for (Column<StoredKey> column : columns) {
      bound = bound.bind(column.name(), column.value().apply(key));
    }
    return bound;
  }

  private static String columns(String table, String names) {
    return Stream.of(names.split(", "))
        .map(name -> " " + table + '.' + name + " as " + table + '_' + name)
        .collect(Collectors.joining(","));
  }
}
