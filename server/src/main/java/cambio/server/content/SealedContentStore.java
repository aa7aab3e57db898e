package cambio.server.content;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what another store keeps, with a key a tenant: whoever reads that store's disk learns
 * neither content nor keys. Tenant and key are authenticated. Content under a former key is as good
 * as gone.
 */
public final class SealedContentStore implements ContentStore {

  private static final Logger log = LoggerFactory.getLogger(SealedContentStore.class);

  private final ContentStore sealed;
  private final ContentKey key;
  private final ContentSeal seal;

  /**
   * A store over another.
   *
   * @param random a source that cannot be guessed, safe for use by many threads
   */
  public SealedContentStore(ContentStore sealed, ContentKey key, RandomGenerator random) {
    this.sealed = sealed;
    this.key = key;
    this.seal = new ContentSeal(key, random);
  }

  @Override
  public CompletionStage<@Nullable Void> put(
      Tenant tenant, String name, byte[] content, Duration ttl) {
    if (content.length > MOST_BYTES - ContentSeal.FRAME_BYTES) {
      return sealed.remove(tenant, hidden(tenant, name));
    }
    byte[] closed = seal.seal(purpose(tenant), place(tenant, name), content);
    return sealed.put(tenant, hidden(tenant, name), closed, ttl);
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
    byte[] opened = seal.open(purpose(tenant), place(tenant, name), content);
    if (opened == null) {
      log.warn("kept content that this content key does not open is passed over");
    }
    return opened;
  }

  private static String purpose(Tenant tenant) {
    return "content/" + tenant.name();
  }

  private static String place(Tenant tenant, String name) {
    return tenant.name() + '\0' + name;
  }

  private String hidden(Tenant tenant, String name) {
    return HexFormat.of().formatHex(key.hash("name/" + tenant.name() + '\0' + name));
  }
}
