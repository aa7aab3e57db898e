package cambio.server.tenant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to list, newest first. Null means any.
 *
 * @param kind only keys of this kind
 * @param creator only keys created for this member
 * @param inactive whether disabled and expired ones are listed, too
 * @param now what expiry is measured against
 * @param after the last key of the page before
 * @param offset how many to skip, for doors that page by number
 */
public record KeyQuery(
    @Nullable String organization,
    @Nullable String workspace,
    @Nullable KeyKind kind,
    @Nullable String creator,
    boolean inactive,
    Instant now,
    @Nullable Cursor after,
    int offset,
    int limit) {

  /** Where a page ended. */
  public record Cursor(Instant createdAt, String lineage) {}
}
