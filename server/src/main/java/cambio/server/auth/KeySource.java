package cambio.server.auth;

import cambio.router.quota.CreditRule;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyStanding;
import cambio.server.tenant.Organization;
import cambio.server.tenant.StoredKey;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.TenantStore;
import cambio.server.tenant.Workspace;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks a secret up where keys are: in {@code cambio.yaml}, then in the database. The rules of its
 * organisation and workspace come from the database either way. Blocks, and throws where the
 * database does not answer.
 */
public final class KeySource {

  private final Supplier<KeyRing> configured;
  private final TenantStore store;
  private final Function<String, @Nullable CreditRule> credit;

  /**
   * A source.
   *
   * @param configured the keys of cambio.yaml; asked at every look-up
   * @param credit the prepaid credit that an organisation is bound to; null for none. May block
   */
  public KeySource(
      Supplier<KeyRing> configured,
      TenantStore store,
      Function<String, @Nullable CreditRule> credit) {
    this.configured = configured;
    this.store = store;
    this.credit = credit;
  }

  /** Whether a key could be found at all; the answer costs no look-up. */
  boolean possible(String key, String hash) {
    return ApiKey.isKey(key) || configured.get().find(hash) != null;
  }

  /** What the secret with this hash stands for now. */
  KeyState load(String hash) {
    StoredKey key = configured.get().find(hash);
    KeyStanding standing =
        key == null
            ? store.read(tenants -> tenants.keys().standing(hash))
            : store.read(tenants -> configured(key, tenants));
    return standing == null
        ? KeyState.Unknown.INSTANCE
        : KeyTerms.of(standing, credit.apply(standing.key().organization()));
  }

  /** A key of cambio.yaml may name an organisation that nobody made: then no rules are above it. */
  private static KeyStanding configured(StoredKey key, TenantStore.Tenants tenants) {
    Organization organization = tenants.organizations().find(key.organization());
    Workspace workspace = tenants.workspaces().find(key.organization(), key.workspace());
    return new KeyStanding(
        key,
        null,
        false,
        organization != null ? organization : unmade(key),
        workspace != null ? workspace : unmadeWorkspace(key),
        null);
  }

  private static Organization unmade(StoredKey key) {
    return new Organization(
        key.organization(),
        key.organization(),
        false,
        TenantRules.NONE,
        key.createdAt(),
        key.updatedAt());
  }

  private static Workspace unmadeWorkspace(StoredKey key) {
    return new Workspace(
        key.organization(),
        key.workspace(),
        key.workspace(),
        false,
        TenantRules.NONE,
        key.createdAt(),
        key.updatedAt());
  }
}
