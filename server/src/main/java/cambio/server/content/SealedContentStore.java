package cambio.server.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what another store keeps, by AES-256-GCM with a key a tenant: whoever reads that store's
 * disk learns neither content nor keys. Tenant and key are authenticated, so sealed content that
 * was moved to another place opens nowhere. Content under a former key is as good as gone.
 *
 * <p>Sealed content is a version byte (1), a nonce of 12 random bytes, and the cipher's output.
 */
public final class SealedContentStore implements ContentStore {

  private static final Logger log = LoggerFactory.getLogger(SealedContentStore.class);

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int FRAME_BYTES = 1 + NONCE_BYTES + TAG_BITS / 8;

  private final ContentStore sealed;
  private final ContentKey key;
  private final RandomGenerator random;

  /**
   * A store over another.
   *
   * @param random a source that cannot be guessed, safe for use by many threads
   */
  public SealedContentStore(ContentStore sealed, ContentKey key, RandomGenerator random) {
    this.sealed = sealed;
    this.key = key;
    this.random = random;
  }

  @Override
  public CompletionStage<@Nullable Void> put(
      Tenant tenant, String name, byte[] content, Duration ttl) {
    if (content.length > MOST_BYTES - FRAME_BYTES) {
      return sealed.remove(tenant, hidden(tenant, name));
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] closed = crypt(Cipher.ENCRYPT_MODE, tenant, name, nonce, content, 0);
    if (closed == null) {
      throw new IllegalStateException("sealing does not fail");
    }
    ByteBuffer out = ByteBuffer.allocate(1 + NONCE_BYTES + closed.length);
    out.put(VERSION).put(nonce).put(closed);
    return sealed.put(tenant, hidden(tenant, name), out.array(), ttl);
  }

  @Override
  public CompletionStage<byte @Nullable []> get(Tenant tenant, String name) {
    return sealed
        .get(tenant, hidden(tenant, name))
        .thenApply(content -> content == null ? null : open(tenant, name, content));
  }

  @Override
  public CompletionStage<@Nullable Void> remove(Tenant tenant, String name) {
    return sealed.remove(tenant, hidden(tenant, name));
  }

  @Override
  public @Nullable String trouble() {
    return sealed.trouble();
  }

  @Override
  public void close() {
    sealed.close();
  }

  private byte @Nullable [] open(Tenant tenant, String name, byte[] content) {
    if (content.length < FRAME_BYTES || content[0] != VERSION) {
      log.warn("kept content of an unknown form is passed over");
      return null;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(content, 1, nonce, 0, NONCE_BYTES);
    byte[] opened = crypt(Cipher.DECRYPT_MODE, tenant, name, nonce, content, 1 + NONCE_BYTES);
    if (opened == null) {
      log.warn("kept content that this content key does not open is passed over");
    }
    return opened;
  }

  /** Seals or opens; null where what is to be opened was not sealed so. */
  private byte @Nullable [] crypt(
      int mode, Tenant tenant, String name, byte[] nonce, byte[] input, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          key.derive("content/" + tenant.name(), "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD((tenant.name() + '\0' + name).getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input, from, input.length - from);
    } catch (javax.crypto.AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/GCM", e);
    }
  }

  private String hidden(Tenant tenant, String name) {
    return HexFormat.of().formatHex(key.hash("name/" + tenant.name() + '\0' + name));
  }
}
