package cambio.server.runtime;

import cambio.router.quota.CreditRule;
import cambio.server.auth.Authenticator;
import cambio.server.auth.FailureLimit;
import cambio.server.auth.KeyAuthenticator;
import cambio.server.auth.KeyDirectory;
import cambio.server.auth.KeyFollower;
import cambio.server.auth.KeySource;
import cambio.server.config.LiveConfig;
import cambio.server.tenant.Administration;
import cambio.server.tenant.KeyAdmin;
import cambio.server.tenant.OrganizationAdmin;
import cambio.server.tenant.TenantStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, and what manages that: one directory over cambio.yaml and the database, kept true
 * by a follower.
 */
record Tenancy(Authenticator authenticator, Administration administration, KeyFollower follower)
    implements AutoCloseable {

  /**
   * Puts it together.
   *
   * @param credit the prepaid credit that an organisation is bound to; null for none. May block
   * @param executor runs look-ups, which block
   */
  static Tenancy of(
      LiveConfig live,
      TenantStore store,
      Function<String, @Nullable CreditRule> credit,
      InstantSource clock,
      Executor executor) {
    KeySource source = new KeySource(() -> live.state().keys(), store, credit);
    KeyDirectory directory = new KeyDirectory(source, store, executor);
    live.onChange(state -> directory.refreshAll());
    boolean required = live.state().config().auth().required();
    RandomGenerator random = new SecureRandom();
    return new Tenancy(
        new FailureLimit(new KeyAuthenticator(source, directory, required, clock), clock),
        new Administration(
            new KeyAdmin(store, random, clock, directory::follow),
            new OrganizationAdmin(store, random, clock, directory::follow),
            id -> live.state().keys().find(id)),
        new KeyFollower(directory, store, clock));
  }

  @Override
  public void close() {
    follower.close();
  }
}
