package cambio.server.auth;

import cambio.router.plan.Principal;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.StoredKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The key of a router that nobody configured keys for. It is the one that {@code CAMBIO_KEY} fixes,
 * else one is made at the first start and kept, readable by its owner only, so that a restart does
 * not lock its user out.
 */
public final class LocalKey {

  private LocalKey() {}

  /**
   * The local key in clear.
   *
   * @param fixed the value of {@code CAMBIO_KEY}, where it is set
   * @param file where a made key is kept
   */
  public static String obtain(@Nullable String fixed, Path file, RandomGenerator random) {
    if (fixed != null && !fixed.isBlank()) {
      return fixed.strip();
    }
    try {
      if (Files.exists(file)) {
        String kept = Files.readString(file).strip();
        if (!kept.isEmpty()) {
          return kept;
        }
      }
      OwnerOnly.makeDirectory(file.toAbsolutePath().getParent());
      String made = ApiKey.make(random);
      OwnerOnly.write(file, made + "\n");
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " cannot be read or written (the local key; set CAMBIO_KEY to fix one)", e);
    }
  }

  /** How the local key is kept in a ring. */
  public static StoredKey entry(String key) {
    return ConfiguredKeys.key(
        ApiKey.hash(key),
        Principal.DEFAULT,
        Principal.DEFAULT,
        KeyKind.INFERENCE,
        KeySettings.named("local"));
  }
}
