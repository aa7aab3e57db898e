package cambio.server.tenant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a presented secret may do, as one look-up finds it.
 *
 * @param secretUntil when a replaced secret ends; null for the key's present one
 * @param deleted whether the key was revoked for good
 * @param member whom the key was created for; null for none
 */
public record KeyStanding(
    StoredKey key,
    @Nullable Instant secretUntil,
    boolean deleted,
    Organization organization,
    Workspace workspace,
    @Nullable Member member) {}
