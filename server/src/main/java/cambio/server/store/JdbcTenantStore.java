package cambio.server.store;

import cambio.server.tenant.TenantStore;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tenants and keys in the {@link Database}, by SQL that SQLite and PostgreSQL share.
 *
 * <p>Every change begins by counting up the one row of {@code tenant_change_counter}, which locks
 * it until the end: changes happen one after another over all routers, so that what a change read
 * is still true when it writes, and the numbers of changes become visible in their order. Changes
 * are rare, reads do not wait for them.
 */
public final class JdbcTenantStore implements TenantStore {

  private final Database database;

  /** A store in this database. */
  public JdbcTenantStore(Database database) {
    this.database = database;
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Tenants, T> work) {
    return database.read(handle -> work.apply(new Rows(handle, JdbcChanges.reading(handle))));
  }

  @Override
  public <T extends @Nullable Object> T write(Function<Tenants, T> work) {
    return database.write(handle -> work.apply(new Rows(handle, JdbcChanges.writing(handle))));
  }

  private record Rows(Handle handle, Changes changes) implements Tenants {

    @Override
    public Organizations organizations() {
      return new JdbcOrganizations(handle);
    }

    @Override
    public Workspaces workspaces() {
      return new JdbcWorkspaces(handle);
    }

    @Override
    public Members members() {
      return new JdbcMembers(handle);
    }

    @Override
    public Keys keys() {
      return new JdbcKeys(handle);
    }
  }
}
