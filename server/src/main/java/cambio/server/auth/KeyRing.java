package cambio.server.auth;

import cambio.server.tenant.StoredKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code cambio.yaml} at one moment, and the local key. Immutable.
 *
 * <p>A presented key is hashed first and the hash looked up: how long the look-up takes tells of
 * the hash only, and nobody can choose a key by its hash. So it is with the database, too.
 */
public final class KeyRing {

  private final List<StoredKey> keys;
  private final Map<String, StoredKey> byHash = new HashMap<>();

  /** A ring of these keys; of two with one hash the first counts. */
  public KeyRing(Collection<StoredKey> keys) {
    this.keys = List.copyOf(keys);
    for (StoredKey key : keys) {
      byHash.putIfAbsent(key.id(), key);
    }
  }

  /** All keys, in the order of configuration. */
  public List<StoredKey> keys() {
    return keys;
  }

  /** The key with this hash, whatever its state, or null. */
  public @Nullable StoredKey find(String hash) {
    return byHash.get(hash);
  }
}
