package cambio.server.content;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret under which content is sealed: 32 bytes. Never printed. */
public final class ContentKey {

  /** Length in bytes. */
  public static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private final byte[] secret;

  private ContentKey(byte[] secret) {
    this.secret = secret;
  }

  /** A new key. */
  public static ContentKey random(RandomGenerator random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return new ContentKey(secret);
  }

  /**
   * The key of these bytes, of which there are {@value #BYTES}.
   *
   * @param secret not to be changed after
   */
  public static ContentKey of(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(secret.length + " bytes (expected: " + BYTES + ")");
    }
    return new ContentKey(secret);
  }

  /**
   * Reads a key from base64.
   *
   * @throws IllegalArgumentException where the text is not base64 of 32 bytes; the message does not
   *     hold it
   */
  public static ContentKey parse(String base64) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not base64 (expected: base64 of 32 bytes)");
    }
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(secret.length + " bytes (expected: base64 of 32 bytes)");
    }
    return new ContentKey(secret);
  }

  /** Whether {@link #parse} takes the text. */
  public static boolean isLegal(String base64) {
    try {
      parse(base64);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The key as base64, for the file that keeps it. */
  String toBase64() {
    return Base64.getEncoder().encodeToString(secret);
  }

  /** A key for one purpose, from which this one cannot be found. */
  SecretKeySpec derive(String purpose, String algorithm) {
    return new SecretKeySpec(hash(purpose), algorithm);
  }

  /** A name that tells nothing of the text to whoever lacks the key. */
  public byte[] hash(String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "ContentKey[***]";
  }
}
