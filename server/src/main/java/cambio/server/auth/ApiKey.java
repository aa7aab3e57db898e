package cambio.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The form of a caller's key, {@code sk-cambio-v1-<64 hex>}, and its hash. */
public final class ApiKey {

  /** How every key that Cambio makes begins, so that secret scanners find a leaked one. */
  public static final String PREFIX = "sk-cambio-v1-";

  private static final int RANDOM_BYTES = 32;

  private ApiKey() {}

  /** A new key. The source must be cryptographically strong. */
  public static String make(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + HexFormat.of().formatHex(bytes);
  }

  /** The SHA-256 of a key, 64 lower-case hex digits. */
  public static String hash(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether a text could be a hash as {@link #hash} makes it. */
  public static boolean isHash(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
