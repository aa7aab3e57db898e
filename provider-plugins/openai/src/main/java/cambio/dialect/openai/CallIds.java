package cambio.dialect.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids of tool calls for servers that take nine letters and digits only. */
final class CallIds {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 9;

  private CallIds() {}

  /** The id itself where it fits, else nine characters that always come of the same id. */
  static String nine(String id) {
    if (id.length() == LENGTH && id.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
      return id;
    }
    byte[] digest = sha256(id);
    StringBuilder nine = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      nine.append(ALPHABET.charAt((digest[i] & 0xFF) % ALPHABET.length()));
    }
    return nine.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
