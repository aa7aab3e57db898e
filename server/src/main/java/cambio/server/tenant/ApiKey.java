package cambio.server.tenant;

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
  private static final int LENGTH = PREFIX.length() + 2 * RANDOM_BYTES;
  private static final int SHOWN = 3;

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

  /** What is shown of a key to recognise it by: {@code sk-cambio-v1-0e6...1c9}. */
  public static String label(String key) {
    return key.substring(0, PREFIX.length() + SHOWN) + "..." + key.substring(key.length() - SHOWN);
  }

  /** Whether a text could be a key as {@link #make} makes it. */
  public static boolean isKey(String text) {
    return text.length() == LENGTH && text.startsWith(PREFIX) && isHex(text, PREFIX.length());
  }

  /** Whether a text could be a hash as {@link #hash} makes it. */
  public static boolean isHash(String text) {
    return text.length() == 2 * RANDOM_BYTES && isHex(text, 0);
  }

  private static boolean isHex(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
