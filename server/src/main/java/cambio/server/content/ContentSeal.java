package cambio.server.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals bytes by AES-256-GCM. Where they belong is authenticated, so sealed bytes that were moved
 * to another place open nowhere.
 *
 * <p>Sealed bytes are a version byte (1), a nonce of 12 random bytes, and the cipher's output.
 */
public final class ContentSeal {

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** By how much sealed bytes are longer. */
  public static final int FRAME_BYTES = 1 + NONCE_BYTES + TAG_BITS / 8;

  private final ContentKey key;
  private final RandomGenerator random;

  /**
   * Seals with this key.
   *
   * @param random a source that cannot be guessed, safe for use by many threads
   */
  public ContentSeal(ContentKey key, RandomGenerator random) {
    this.key = key;
    this.random = random;
  }

  /**
   * Seals bytes.
   *
   * @param purpose whose key is taken
   * @param place where the sealed bytes will be, and nowhere else
   */
  public byte[] seal(String purpose, String place, byte[] content) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] closed = crypt(Cipher.ENCRYPT_MODE, purpose, place, nonce, content, 0);
    if (closed == null) {
      throw new IllegalStateException("sealing does not fail");
    }
    ByteBuffer out = ByteBuffer.allocate(1 + NONCE_BYTES + closed.length);
    out.put(VERSION).put(nonce).put(closed);
    return out.array();
  }

  /** What was sealed for this purpose and place with this key; null where it was not. */
  public byte @Nullable [] open(String purpose, String place, byte[] content) {
    if (content.length < FRAME_BYTES || content[0] != VERSION) {
      return null;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(content, 1, nonce, 0, NONCE_BYTES);
    return crypt(Cipher.DECRYPT_MODE, purpose, place, nonce, content, 1 + NONCE_BYTES);
  }

  private byte @Nullable [] crypt(
      int mode, String purpose, String place, byte[] nonce, byte[] input, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key.derive(purpose, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input, from, input.length - from);
    } catch (javax.crypto.AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/GCM", e);
    }
  }
}
