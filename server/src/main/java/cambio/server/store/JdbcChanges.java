package cambio.server.store;

import cambio.server.tenant.TenantStore;
import cambio.server.tenant.TenantStore.Change;
import cambio.server.tenant.TenantStore.Changes;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The log of changes to tenants and keys. */
final class JdbcChanges implements Changes {

  private static final int PAGE = 1_000;

  private final Handle handle;
  private final boolean writing;

  private JdbcChanges(Handle handle, boolean writing) {
    this.handle = handle;
    this.writing = writing;
  }

  static JdbcChanges reading(Handle handle) {
    return new JdbcChanges(handle, false);
  }

  /** Takes the lock that orders changes. */
  static JdbcChanges writing(Handle handle) {
    JdbcChanges changes = new JdbcChanges(handle, true);
    changes.count();
    return changes;
  }

  private void count() {
    handle.execute("update tenant_change_counter set newest = newest + 1 where id = 1");
  }

  @Override
  public long newest() {
    return handle
        .createQuery("select newest from tenant_change_counter where id = 1")
        .mapTo(Long.class)
        .one();
  }

  @Override
  public List<Change> after(long number) {
    return handle
        .createQuery(
            "select number, organization, lineage from tenant_change where number > :number"
                + " order by number limit "
                + PAGE)
        .bind("number", number)
        .map((row, context) ->
            new Change(
                row.getLong("number"), row.getString("organization"), row.getString("lineage")))
        .list();
  }

  @Override
  public void note(String organization, @Nullable String lineage) {
    if (!writing) {
      throw new IllegalStateException("a change outside of a transaction that changes");
    }
    count();
    long number = newest();
    handle
        .createUpdate(
            "insert into tenant_change (number, organization, lineage) values (:number,"
                + " :organization, :lineage)")
        .bind("number", number)
        .bind("organization", organization)
        .bind("lineage", lineage)
        .execute();
    handle.execute("delete from tenant_change where number < ?", number - TenantStore.CHANGES_KEPT);
  }
}
