package cambio.server.auth;

import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller's key as it is kept: never the key itself.
 *
 * @param name for people; unique
 * @param hash SHA-256 of the key, 64 lower-case hex digits; its public id
 * @param organization whose spending it is
 * @param workspace part of the organisation
 * @param entitlements what it may use
 * @param expiresAt the instant from which it is refused; null for never
 * @param disabled whether it is refused now
 */
public record KeyEntry(
    String name,
    String hash,
    String organization,
    String workspace,
    Entitlements entitlements,
    @Nullable Instant expiresAt,
    boolean disabled) {

  /** Who calls with this key. */
  public Principal principal() {
    return new Principal(organization, workspace, hash, null, entitlements);
  }
}
