package cambio.server.tenant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller's key as it is kept: never its secret.
 *
 * @param id SHA-256 of the secret of the moment, 64 lower-case hex digits
 * @param lineage the id that it was created under; spend, limits and records are kept under it, so
 *     that a new secret does not bring a new budget
 * @param label first and last characters of the secret, to recognise it
 * @param creator the member that it was created for; empty for none
 * @param externalUser end user of an application on whose behalf it was created; empty for none
 * @param lastUsedAt to the minute; null for never
 */
public record StoredKey(
    String id,
    String lineage,
    String organization,
    String workspace,
    String label,
    KeyKind kind,
    String creator,
    String externalUser,
    KeySettings settings,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {

  /** The same key with other settings. */
  public StoredKey with(KeySettings changed, Instant now) {
    return new StoredKey(
        id,
        lineage,
        organization,
        workspace,
        label,
        kind,
        creator,
        externalUser,
        changed,
        createdAt,
        now,
        lastUsedAt);
  }

  /** The same key with a new secret. */
  public StoredKey rotated(String newId, String newLabel, Instant now) {
    return new StoredKey(
        newId,
        lineage,
        organization,
        workspace,
        newLabel,
        kind,
        creator,
        externalUser,
        settings,
        createdAt,
        now,
        lastUsedAt);
  }
}
