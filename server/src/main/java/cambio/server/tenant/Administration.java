package cambio.server.tenant;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What management keys work with.
 *
 * @param configured finds a key of cambio.yaml by its id; null where there is none
 */
public record Administration(
    KeyAdmin keys,
    OrganizationAdmin organizations,
    Function<String, @Nullable StoredKey> configured) {

  /**
   * The key that a call was made with, wherever it is kept. Blocks.
   *
   * @param keyId as the principal names it
   * @return null where the call was made without one
   */
  public @Nullable StoredKey current(String keyId) {
    StoredKey key = configured.apply(keyId);
    return key != null ? key : keys.ofLineage(keyId);
  }
}
