package cambio.server.tenant;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where organisations, workspaces, members and keys are kept. Every method blocks, and throws an
 * unchecked exception where the database does not answer. Safe for several threads and processes.
 */
public interface TenantStore {

  /** So many of the newest changes are kept at least. */
  int CHANGES_KEPT = 10_000;

  /** Reads. */
  <T extends @Nullable Object> T read(Function<Tenants, T> work);

  /**
   * Changes in one transaction, one after another over all processes: what is read inside does not
   * change meanwhile. Where the work throws, nothing has happened.
   */
  <T extends @Nullable Object> T write(Function<Tenants, T> work);

  /** What can be read and, in a {@link #write}, changed. */
  interface Tenants {

    /** Organisations, by id. */
    Organizations organizations();

    /** Workspaces, by id within an organisation. */
    Workspaces workspaces();

    /** Members, by id within an organisation. */
    Members members();

    /** Keys. */
    Keys keys();

    /** What was changed of late, so that caches can follow. */
    Changes changes();
  }

  /** Organisations. */
  interface Organizations {

    @Nullable Organization find(String id);

    /** Those with an id behind {@code after}, in its order. */
    List<Organization> list(String after, int limit);

    /** Adds one or replaces it. */
    void put(Organization organization);
  }

  /** Workspaces. */
  interface Workspaces {

    @Nullable Workspace find(String organization, String id);

    /** Whether the id was ever used. */
    boolean used(String organization, String id);

    /** Those with an id behind {@code after}, in its order. */
    List<Workspace> list(String organization, String after, int limit);

    /** Adds one or replaces it. */
    void put(Workspace workspace);

    /** Deletes one; its id stays used. */
    void delete(String organization, String id, Instant now);
  }

  /** Members. */
  interface Members {

    @Nullable Member find(String organization, String id);

    /**
     * Those with an id behind {@code after}, in its order.
     *
     * @param workspace only those that belong to it; null for all
     */
    List<Member> list(String organization, @Nullable String workspace, String after, int limit);

    /** How many may manage the organisation. */
    int admins(String organization);

    /** Adds one or replaces it. */
    void put(Member member);

    void delete(String organization, String id);
  }

  /** Keys. Deleted ones are only known to {@link #standing}. */
  interface Keys {

    /** The key with this id at present. */
    @Nullable StoredKey find(String id);

    /** The key that was created under this id. */
    @Nullable StoredKey ofLineage(String lineage);

    List<StoredKey> list(KeyQuery query);

    /** What a secret with this hash stands for, revoked and replaced ones too. */
    @Nullable KeyStanding standing(String hash);

    /** Adds a key with its first secret. */
    void add(StoredKey key);

    /** Replaces what may change. */
    void update(StoredKey key);

    /** Gives a key a new secret; the one before works until an instant. */
    void rotate(StoredKey rotated, String replacedId, Instant replacedUntil);

    /** Revokes a key for good. */
    void delete(String lineage, Instant now);

    /** Notes a use; an earlier one than is known changes nothing. */
    void used(String lineage, Instant at);
  }

  /** The log of changes. */
  interface Changes {

    /** A number that no change exceeds; 0 where there was none. Numbers may be left out. */
    long newest();

    /** Changes with a higher number, in order; at most 1,000. */
    List<Change> after(long number);

    /** Notes a change, as part of the transaction that makes it. */
    void note(String organization, @Nullable String lineage);
  }

  /**
   * A change.
   *
   * @param lineage the key that changed; null where the whole organisation's keys may have
   */
  record Change(long number, String organization, @Nullable String lineage) {}
}
