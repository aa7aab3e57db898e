package cambio.server.tenant;

import cambio.server.auth.Authenticator;
import cambio.server.auth.Caller;
import cambio.server.auth.ConfiguredKeys;
import cambio.server.auth.KeyAuthenticator;
import cambio.server.auth.KeyDirectory;
import cambio.server.auth.KeyRing;
import cambio.server.auth.KeySource;
import cambio.server.auth.Presented;
import cambio.server.config.DataSettings;
import cambio.server.store.Database;
import cambio.server.store.JdbcLedger;
import cambio.server.store.JdbcTenantStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The real tenancy of a router, in a database of its own, for tests of doors. */
public final class TenantFixture implements AutoCloseable {

  /** A key of cambio.yaml, for inference, of organisation org and workspace work. */
  public static final String CONFIGURED = "sk-test";

  private final Database database;
  private final JdbcTenantStore store;
  private final Authenticator authenticator;
  private final Administration administration;

  /** A tenancy in the database of these settings. */
  public TenantFixture(DataSettings data, InstantSource clock) {
    database = Database.open(data);
    store = new JdbcTenantStore(database);
    KeyRing ring =
        new KeyRing(
            List.of(
                ConfiguredKeys.key(
                    ApiKey.hash(CONFIGURED),
                    "org",
                    "work",
                    KeyKind.INFERENCE,
                    KeySettings.named("test"))));
    KeySource source = new KeySource(() -> ring, store, organization -> null);
    KeyDirectory directory = new KeyDirectory(source, store, Runnable::run);
    directory.follow();
    authenticator = new KeyAuthenticator(source, directory, true, clock);
    Random random = new Random(11);
    administration =
        new Administration(
            new KeyAdmin(store, random, clock, directory::follow),
            new OrganizationAdmin(store, random, clock, directory::follow),
            ring::find);
  }

  /** Who calls. */
  public CompletableFuture<Caller> identify(Presented presented) {
    return authenticator.identify(presented);
  }

  public Administration administration() {
    return administration;
  }

  /** The book of the same database. */
  public JdbcLedger ledger() {
    return new JdbcLedger(database, () -> 0);
  }

  public TenantStore store() {
    return store;
  }

  /** A management key of the default organisation: the operator's. */
  public NewKey operatorKey() {
    return key("default", "default", KeyKind.MANAGEMENT);
  }

  /** A new key. */
  public NewKey key(String organization, String workspace, KeyKind kind) {
    return administration
        .keys()
        .create(
            Administrator.OPERATOR,
            new KeyDraft(organization, workspace, kind, "", "", KeySettings.named("made")));
  }

  /** A new organisation with its default workspace. */
  public void organization(String id) {
    administration.organizations().create(Administrator.OPERATOR, id, id, false, TenantRules.NONE);
  }

  @Override
  public void close() {
    database.close();
  }
}
