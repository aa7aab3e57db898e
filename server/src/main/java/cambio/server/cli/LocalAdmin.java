package cambio.server.cli;

import cambio.server.config.ServerConfig;
import cambio.server.store.Database;
import cambio.server.store.JdbcTenantStore;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.KeyAdmin;
import cambio.server.tenant.OrganizationAdmin;
import cambio.server.tenant.StoredKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The database of a router, as its operator sees it from the command line. A router that runs
 * meanwhile learns of changes within a second or two.
 */
final class LocalAdmin implements AutoCloseable {

  private static final int PAGE = 1_000;

  /** So much of an id tells a key apart. */
  private static final int ID_PART_MIN = 8;

  private final ServerConfig server;
  private final Database database;
  private final KeyAdmin keys;
  private final OrganizationAdmin organizations;

  private LocalAdmin(ServerConfig server, Database database, CommandContext context) {
    this.server = server;
    this.database = database;
    JdbcTenantStore store = new JdbcTenantStore(database);
    Runnable unheard = () -> {};
    this.keys = new KeyAdmin(store, context.random(), context.clock(), unheard);
    this.organizations = new OrganizationAdmin(store, context.random(), context.clock(), unheard);
  }

  static LocalAdmin open(ServerConfig server, CommandContext context) {
    return new LocalAdmin(server, Database.open(server.data()), context);
  }

  KeyAdmin keys() {
    return keys;
  }

  OrganizationAdmin organizations() {
    return organizations;
  }

  /** Every key of the database, newest first. */
  List<StoredKey> allKeys() {
    List<StoredKey> all = new ArrayList<>();
    List<StoredKey> page;
    do {
      page = keys.list(Administrator.OPERATOR, null, null, true, null, all.size(), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  /** The one key that is meant by a name, an id or the start of one. */
  StoredKey named(String named) {
    if (server.keys().stream().anyMatch(key -> isMeant(key, named))) {
      throw new CommandFailure(
          "\""
              + named
              + "\" is listed in cambio.yaml: change it there; a running router takes it at once");
    }
    List<StoredKey> found = allKeys().stream().filter(key -> isMeant(key, named)).toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          "there is no key \"" + named + "\" (`cambio keys list` shows the names)");
    }
    if (found.size() > 1) {
      throw new CommandFailure(
          "\"" + named + "\" fits " + found.size() + " keys (expected: a name or a longer id)");
    }
    return found.getFirst();
  }

  private static boolean isMeant(StoredKey key, String named) {
    return key.settings().name().equals(named)
        || named.length() >= ID_PART_MIN && key.id().startsWith(named);
  }

  @Override
  public void close() {
    database.close();
  }
}
