package cambio.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All keys at one moment. Immutable.
 *
 * <p>A presented key is hashed first and the hash looked up: how long the look-up takes tells of
 * the hash only, and nobody can choose a key by its hash. The final comparison is constant in time
 * all the same.
 */
public final class KeyRing {

  private static final byte[] NO_HASH = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);

  private final List<KeyEntry> entries;
  private final Map<String, KeyEntry> byHash = new HashMap<>();

  /** A ring of these keys; of two with one hash the first counts. */
  public KeyRing(Collection<KeyEntry> entries) {
    this.entries = List.copyOf(entries);
    for (KeyEntry entry : entries) {
      byHash.putIfAbsent(entry.hash(), entry);
    }
  }

  /** All keys, in the order of configuration. */
  public List<KeyEntry> entries() {
    return entries;
  }

  /** The entry of a presented key, whatever its state, or null. */
  public @Nullable KeyEntry find(String key) {
    String hash = ApiKey.hash(key);
    KeyEntry entry = byHash.get(hash);
    byte[] kept = entry == null ? NO_HASH : entry.hash().getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(kept, hash.getBytes(StandardCharsets.US_ASCII)) ? entry : null;
  }
}
