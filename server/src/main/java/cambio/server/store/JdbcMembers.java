package cambio.server.store;

import cambio.server.tenant.Member;
import cambio.server.tenant.MemberRole;
import cambio.server.tenant.TenantStore.Members;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Members as rows. */
record JdbcMembers(Handle handle) implements Members {

  static Member of(ResultSet result, String prefix) throws SQLException {
    TenantRow row = new TenantRow(result, prefix);
    return new Member(
        row.text("organization"),
        row.text("id"),
        row.text("name"),
        row.text("email"),
        row.word(MemberRole.class, "role"),
        RulesJson.readList(row.text("workspaces")),
        RulesJson.read(row.text("rules")),
        row.instant("created_at"));
  }

  @Override
  public @Nullable Member find(String organization, String id) {
    return handle
        .createQuery("select * from member where organization = :organization and id = :id")
        .bind("organization", organization)
        .bind("id", id)
        .map((row, context) -> of(row, ""))
        .findOne()
        .orElse(null);
  }

  @Override
  public List<Member> list(
      String organization, @Nullable String workspace, String after, int limit) {
    return handle
        .createQuery(
            "select * from member where organization = :organization and id > :after"
                + " and workspaces like :workspace order by id limit :most")
        .bind("organization", organization)
        .bind("after", after)
        // A workspace's id has no character that means something in a pattern or in JSON.
        .bind("workspace", workspace == null ? "%" : "%\"" + workspace + "\"%")
        .bind("most", limit)
        .map((row, context) -> of(row, ""))
        .list();
  }

  @Override
  public int admins(String organization) {
    return handle
        .createQuery(
            "select count(*) from member where organization = :organization and role = 'admin'")
        .bind("organization", organization)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void put(Member member) {
    handle
        .createUpdate(
            "insert into member (organization, id, name, email, role, workspaces, rules,"
                + " created_at)"
                + " values (:organization, :id, :name, :email, :role, :workspaces, :rules,"
                + " :created)"
                + " on conflict (organization, id) do update set name = excluded.name,"
                + " email = excluded.email, role = excluded.role,"
                + " workspaces = excluded.workspaces, rules = excluded.rules")
        .bind("organization", member.organization())
        .bind("id", member.id())
        .bind("name", member.name())
        .bind("email", member.email())
        .bind("role", Column.word(member.role()))
        .bind("workspaces", RulesJson.writeList(member.workspaces()))
        .bind("rules", RulesJson.write(member.rules()))
        .bind("created", Column.micros(member.createdAt()))
        .execute();
  }

  @Override
  public void delete(String organization, String id) {
    handle
        .createUpdate("delete from member where organization = :organization and id = :id")
        .bind("organization", organization)
        .bind("id", id)
        .execute();
  }
}
