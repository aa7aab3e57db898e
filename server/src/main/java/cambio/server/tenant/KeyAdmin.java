package cambio.server.tenant;

import cambio.router.plan.Principal;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes, finds and changes keys, for whoever may. What an administrator does not reach does not
 * exist for it. Values are checked by whoever reads them; what is checked here is the state of
 * things. Blocks; when a change returns, this router goes by it.
 *
 * <p>All methods throw {@link cambio.spi.FailureException}: NOT_FOUND and others with the field at
 * fault, UNAVAILABLE where the database does not answer.
 */
public final class KeyAdmin {

  /** How long a replaced secret may work on. */
  public static final Duration GRACE_MAX = Duration.ofDays(7);

  private final TenantStore store;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Runnable changed;

  /**
   * An administration.
   *
   * @param random cryptographically strong
   * @param changed called after every change, before it is answered
   */
  public KeyAdmin(
      TenantStore store, RandomGenerator random, InstantSource clock, Runnable changed) {
    this.store = store;
    this.random = random;
    this.clock = clock;
    this.changed = changed;
  }

  /** Makes a key. */
  public NewKey create(Administrator by, KeyDraft draft) {
    String secret = ApiKey.make(random);
    String id = ApiKey.hash(secret);
    String organization = draft.organization() == null ? by.organization() : draft.organization();
    boolean own = organization.equals(by.organization());
    String workspace =
        draft.workspace() != null ? draft.workspace() : own ? by.workspace() : Principal.DEFAULT;
    Instant now = now();
    StoredKey key =
        new StoredKey(
            id,
            id,
            organization,
            workspace,
            ApiKey.label(secret),
            draft.kind(),
            draft.creator(),
            draft.externalUser(),
            draft.settings(),
            now,
            now,
            null);
    change(tenants -> {
      requirePlace(by, key, tenants);
      tenants.keys().add(key);
      tenants.changes().note(organization, id);
      return key;
    });
    return new NewKey(key, secret);
  }

  private static void requirePlace(Administrator by, StoredKey key, TenantStore.Tenants tenants) {
    if (!by.sees(key.organization()) || tenants.organizations().find(key.organization()) == null) {
      throw Refusals.notFound("organization_id", "organisation", key.organization());
    }
    if (!by.manages(key.organization(), key.workspace())
        || tenants.workspaces().find(key.organization(), key.workspace()) == null) {
      throw Refusals.notFound("workspace_id", "workspace", key.workspace());
    }
    if (!key.creator().isEmpty()
        && tenants.members().find(key.organization(), key.creator()) == null) {
      throw Refusals.notFound("creator_id", "member", key.creator());
    }
  }

  /** The key with this id. */
  public StoredKey find(Administrator by, String id) {
    return store.read(tenants -> reached(by, id, tenants));
  }

  /** The key that was first made under this id, whoever asks; null where there is none. */
  public @Nullable StoredKey ofLineage(String lineage) {
    return store.read(tenants -> tenants.keys().ofLineage(lineage));
  }

  /**
   * Keys, newest first.
   *
   * @param organization only of this one; null for all that the administrator reaches
   * @param workspace only of this one, of the administrator's own organisation where none is named
   */
  public List<StoredKey> list(
      Administrator by,
      @Nullable String organization,
      @Nullable String workspace,
      boolean inactive,
      KeyQuery.@Nullable Cursor after,
      int offset,
      int limit) {
    String in =
        organization != null
            ? organization
            : workspace != null ? by.organization() : by.organizationOnly();
    return store.read(tenants -> {
      if (in != null && (!by.sees(in) || tenants.organizations().find(in) == null)) {
        throw Refusals.notFound("organization_id", "organisation", in);
      }
      if (workspace != null
          && in != null
          && (!by.manages(in, workspace) || tenants.workspaces().find(in, workspace) == null)) {
        throw Refusals.notFound("workspace_id", "workspace", workspace);
      }
      return tenants
          .keys()
          .list(
              new KeyQuery(
                  in,
                  workspace != null ? workspace : by.workspaceOnly(),
                  null,
                  null,
                  inactive,
                  now(),
                  after,
                  offset,
                  limit));
    });
  }

  /** Changes a key's settings. */
  public StoredKey update(Administrator by, String id, UnaryOperator<KeySettings> settings) {
    return change(tenants -> {
      StoredKey key = reached(by, id, tenants);
      StoredKey updated = key.with(settings.apply(key.settings()), now());
      tenants.keys().update(updated);
      tenants.changes().note(key.organization(), key.lineage());
      return updated;
    });
  }

  /** Revokes a key for good. */
  public StoredKey delete(Administrator by, String id) {
    return change(tenants -> {
      StoredKey key = reached(by, id, tenants);
      tenants.keys().delete(key.lineage(), now());
      tenants.changes().note(key.organization(), key.lineage());
      return key;
    });
  }

  /**
   * Gives a key a new secret.
   *
   * @param grace how long the present one works on, up to {@link #GRACE_MAX}
   */
  public NewKey rotate(Administrator by, String id, Duration grace) {
    String secret = ApiKey.make(random);
    StoredKey rotated =
        change(tenants -> {
          StoredKey key = reached(by, id, tenants);
          Instant now = now();
          if (key.settings().disabled() || key.settings().expired(now)) {
            throw Refusals.of(
                FailureKind.FAILED_PRECONDITION,
                "id",
                "The key is disabled or expired. Change that first, or create another one.");
          }
          StoredKey fresh = key.rotated(ApiKey.hash(secret), ApiKey.label(secret), now);
          tenants.keys().rotate(fresh, id, now.plus(grace));
          tenants.changes().note(key.organization(), key.lineage());
          return fresh;
        });
    return new NewKey(rotated, secret);
  }

  private static StoredKey reached(Administrator by, String id, TenantStore.Tenants tenants) {
    StoredKey key = ApiKey.isHash(id) ? tenants.keys().find(id) : null;
    if (key == null || !by.manages(key.organization(), key.workspace())) {
      throw Refusals.notFound("id", "key", id.startsWith(ApiKey.PREFIX) ? "(a secret)" : id);
    }
    return key;
  }

  private <T> T change(java.util.function.Function<TenantStore.Tenants, T> work) {
    T result = store.write(work);
    changed.run();
    return result;
  }

  /** As fine as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
