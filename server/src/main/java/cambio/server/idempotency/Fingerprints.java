package cambio.server.idempotency;

import cambio.router.plan.Principal;
import cambio.server.content.ContentKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a request what stores may see of it. The idempotency key is part of all of it, and is
 * kept nowhere: whoever reads the store can neither open an answer nor try what a request may have
 * said, unless the key was one that can be guessed.
 *
 * <p>The operator's content key is part of it, too, where it is configured. It is not where every
 * router made one of its own, for then no router would know another's requests again.
 */
public final class Fingerprints {

  private final byte[] house;

  /**
   * Fingerprints of a house.
   *
   * @param shared the content key that all routers have; null where there is none
   */
  public Fingerprints(@Nullable ContentKey shared) {
    this.house = shared == null ? new byte[0] : shared.hash("idempotency");
  }

  /**
   * The request as stores see it.
   *
   * @param door which door and which of its services it came to: another one is another request
   * @param body everything that the answer depends on
   */
  public KeyedCall of(Principal principal, IdempotencyKey key, String door, byte[] body) {
    byte[] name =
        sha256(
            "name",
            house,
            bytes(principal.organization()),
            bytes(principal.workspace()),
            bytes(principal.keyId()),
            bytes(key.text()));
    byte[] request = sha256("request", house, name, bytes(key.text()), bytes(door), body);
    HexFormat hex = HexFormat.of();
    return new KeyedCall(
        hex.formatHex(name),
        hex.formatHex(sha256("digest", request)),
        ContentKey.of(sha256("seal", request)),
        key.field());
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(String purpose, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes("cambio/idempotency/" + purpose + '\0'));
      for (byte[] part : parts) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
