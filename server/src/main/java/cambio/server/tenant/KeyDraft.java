package cambio.server.tenant;

import org.jspecify.annotations.Nullable;

/**
 * A key to be created.
 *
 * @param organization null for the caller's own
 * @param workspace null for the caller's own
 * @param creator the member that it is for; empty for none
 * @param externalUser end user of an application; empty for none
 */
public record KeyDraft(
    @Nullable String organization,
    @Nullable String workspace,
    KeyKind kind,
    String creator,
    String externalUser,
    KeySettings settings) {}
