package cambio.router.plan;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a call runs. Where nothing is configured every part is {@link #DEFAULT}.
 *
 * @param keyId public id of the key (the SHA-256 of the key, lower-case hex), never the key
 * @param endUser the caller's id of its end user, where it gave one
 * @param entitlements what this principal may use
 */
public record Principal(
    String organization,
    String workspace,
    String keyId,
    @Nullable String endUser,
    Entitlements entitlements) {

  /** The name of what nobody configured. */
  public static final String DEFAULT = "default";

  /** Who calls where no keys are asked for. */
  public static Principal anonymous() {
    return new Principal(DEFAULT, DEFAULT, DEFAULT, null, Entitlements.all());
  }
}
