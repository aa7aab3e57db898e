package cambio.server.store;

import cambio.server.tenant.Organization;
import cambio.server.tenant.TenantStore.Organizations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Organisations as rows. */
record JdbcOrganizations(Handle handle) implements Organizations {

  static Organization of(ResultSet result, String prefix) throws SQLException {
    TenantRow row = new TenantRow(result, prefix);
    return new Organization(
        row.text("id"),
        row.text("name"),
        row.flag("disabled"),
        RulesJson.read(row.text("rules")),
        row.instant("created_at"),
        row.instant("updated_at"));
  }

  @Override
  public @Nullable Organization find(String id) {
    return handle
        .createQuery("select * from organization where id = :id")
        .bind("id", id)
        .map((row, context) -> of(row, ""))
        .findOne()
        .orElse(null);
  }

  @Override
  public List<Organization> list(String after, int limit) {
    return handle
        .createQuery("select * from organization where id > :after order by id limit :most")
        .bind("after", after)
        .bind("most", limit)
        .map((row, context) -> of(row, ""))
        .list();
  }

  @Override
  public void put(Organization organization) {
    handle
        .createUpdate(
            "insert into organization (id, name, disabled, rules, created_at, updated_at)"
                + " values (:id, :name, :disabled, :rules, :created, :updated)"
                + " on conflict (id) do update set name = excluded.name,"
                + " disabled = excluded.disabled, rules = excluded.rules,"
                + " updated_at = excluded.updated_at")
        .bind("id", organization.id())
        .bind("name", organization.name())
        .bind("disabled", Column.bit(organization.disabled()))
        .bind("rules", RulesJson.write(organization.rules()))
        .bind("created", Column.micros(organization.createdAt()))
        .bind("updated", Column.micros(organization.updatedAt()))
        .execute();
  }
}
