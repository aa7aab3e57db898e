package cambio.router.plan;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a call runs. Where nothing is configured every part is {@link #DEFAULT}.
 *
 * @param keyId public id of the key as it was first made (the SHA-256 of its first secret,
 *     lower-case hex), never the key; it stays when the key gets a new secret
 * @param member whom the key was created for; null where for nobody
 * @param endUser the caller's id of its end user, where it gave one
 * @param entitlements what this principal may use
 */
public record Principal(
    String organization,
    String workspace,
    String keyId,
    @Nullable String member,
    @Nullable String endUser,
    Entitlements entitlements) {

  /** The name of what nobody configured. */
  public static final String DEFAULT = "default";

  /** A principal whose key was created for nobody in particular. */
  public Principal(
      String organization,
      String workspace,
      String keyId,
      @Nullable String endUser,
      Entitlements entitlements) {
    this(organization, workspace, keyId, null, endUser, entitlements);
  }

  /** Who calls where no keys are asked for. */
  public static Principal anonymous() {
    return new Principal(DEFAULT, DEFAULT, DEFAULT, null, Entitlements.all());
  }

  /** The same, on behalf of this end user. */
  public Principal onBehalfOf(String user) {
    return new Principal(organization, workspace, keyId, member, user, entitlements);
  }
}
