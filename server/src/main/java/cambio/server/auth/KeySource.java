package cambio.server.auth;

import cambio.router.quota.CreditRule;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyStanding;
import cambio.server.tenant.Organization;
import cambio.server.tenant.StoredKey;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.TenantStore;
import cambio.server.tenant.Workspace;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks a secret up where keys are: in {@code cambio.yaml}, then in the database. The rules of its
 * organisation and workspace come from the database either way. Blocks, and throws where the
 * database does not answer; but a key of {@code cambio.yaml} then stands under the rules that were
 * known last, for no database is needed to know that it is good.
 */
public final class KeySource {

  private final Supplier<KeyRing> configured;
  private final TenantStore store;
  private final Function<String, @Nullable CreditRule> credit;

  /** By workspace; there are no more than cambio.yaml names. */
  private final Map<String, Above> lastKnown = new ConcurrentHashMap<>();

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

  /**
   * What a look-up found.
   *
   * @param lasting whether it holds until a change is heard of; where not, the database could not
   *     be asked and has to be asked again
   */
  record Found(KeyState state, boolean lasting) {}

  /** What the secret with this hash stands for now. */
  Found load(String hash) {
    StoredKey key = configured.get().find(hash);
    if (key != null) {
      return configured(key);
    }
    KeyStanding standing = store.read(tenants -> tenants.keys().standing(hash));
    return new Found(standing == null ? KeyState.Unknown.INSTANCE : terms(standing), true);
  }

  private KeyState terms(KeyStanding standing) {
    return KeyTerms.of(standing, credit.apply(standing.key().organization()));
  }

  /** Where credit is required that is asked for all the same: nobody else knows it. */
  private Found configured(StoredKey key) {
    try {
      Above read = store.read(tenants -> above(key, tenants));
      lastKnown.put(workspace(key), read);
      return new Found(terms(read.standing(key)), true);
    } catch (FailureException e) {
      if (e.failure().kind() != FailureKind.UNAVAILABLE) {
        throw e;
      }
      Above last = lastKnown.getOrDefault(workspace(key), Above.unmade(key));
      return new Found(terms(last.standing(key)), false);
    }
  }

  private static String workspace(StoredKey key) {
    return key.organization() + '\n' + key.workspace();
  }

  private static Above above(StoredKey key, TenantStore.Tenants tenants) {
    Organization organization = tenants.organizations().find(key.organization());
    Workspace workspace = tenants.workspaces().find(key.organization(), key.workspace());
    Above unmade = Above.unmade(key);
    return new Above(
        organization != null ? organization : unmade.organization,
        workspace != null ? workspace : unmade.workspace);
  }

  /**
   * What stands above a key of cambio.yaml. It may name an organisation that nobody made: then no
   * rules are.
   */
  private record Above(Organization organization, Workspace workspace) {

    static Above unmade(StoredKey key) {
      return new Above(unmadeOrganization(key), unmadeWorkspace(key));
    }

    KeyStanding standing(StoredKey key) {
      return new KeyStanding(key, null, false, organization, workspace, null);
    }
  }

  private static Organization unmadeOrganization(StoredKey key) {
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
