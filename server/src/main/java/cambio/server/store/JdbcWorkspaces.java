package cambio.server.store;

import cambio.server.tenant.TenantStore.Workspaces;
import cambio.server.tenant.Workspace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Workspaces as rows; a deleted one stays as a row and is found by nothing but {@link #used}. */
record JdbcWorkspaces(Handle handle) implements Workspaces {

  static Workspace of(ResultSet result, String prefix) throws SQLException {
    TenantRow row = new TenantRow(result, prefix);
    return new Workspace(
        row.text("organization"),
        row.text("id"),
        row.text("name"),
        row.flag("disabled"),
        RulesJson.read(row.text("rules")),
        row.instant("created_at"),
        row.instant("updated_at"));
  }

  @Override
  public @Nullable Workspace find(String organization, String id) {
    return handle
        .createQuery(
            "select * from workspace where organization = :organization and id = :id"
                + " and deleted_at is null")
        .bind("organization", organization)
        .bind("id", id)
        .map((row, context) -> of(row, ""))
        .findOne()
        .orElse(null);
  }

  @Override
  public boolean used(String organization, String id) {
    return handle
            .createQuery(
                "select count(*) from workspace where organization = :organization and id = :id")
            .bind("organization", organization)
            .bind("id", id)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  @Override
  public List<Workspace> list(String organization, String after, int limit) {
    return handle
        .createQuery(
            "select * from workspace where organization = :organization and id > :after"
                + " and deleted_at is null order by id limit :most")
        .bind("organization", organization)
        .bind("after", after)
        .bind("most", limit)
        .map((row, context) -> of(row, ""))
        .list();
  }

  @Override
  public void put(Workspace workspace) {
    handle
        .createUpdate(
            "insert into workspace (organization, id, name, disabled, rules, created_at,"
                + " updated_at)"
                + " values (:organization, :id, :name, :disabled, :rules, :created, :updated)"
                + " on conflict (organization, id) do update set name = excluded.name,"
                + " disabled = excluded.disabled, rules = excluded.rules,"
                + " updated_at = excluded.updated_at")
        .bind("organization", workspace.organization())
        .bind("id", workspace.id())
        .bind("name", workspace.name())
        .bind("disabled", Column.bit(workspace.disabled()))
        .bind("rules", RulesJson.write(workspace.rules()))
        .bind("created", Column.micros(workspace.createdAt()))
        .bind("updated", Column.micros(workspace.updatedAt()))
        .execute();
  }

  @Override
  public void delete(String organization, String id, Instant now) {
    handle
        .createUpdate(
            "update workspace set deleted_at = :now where organization = :organization"
                + " and id = :id")
        .bind("now", Column.micros(now))
        .bind("organization", organization)
        .bind("id", id)
        .execute();
  }
}
