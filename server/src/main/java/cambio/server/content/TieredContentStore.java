package cambio.server.content;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A near store before a lasting one: what this router kept or read lately is there at once. What
 * another router put or removed meanwhile is seen after five minutes at the latest.
 */
public final class TieredContentStore implements ContentStore {

  /** How long the near store answers in the lasting one's place. */
  private static final Duration NEAR = Duration.ofMinutes(5);

  private final ContentStore near;
  private final ContentStore lasting;

  /**
   * Both together.
   *
   * @param near one whose stages are complete when they are returned
   */
  public TieredContentStore(ContentStore near, ContentStore lasting) {
    this.near = near;
    this.lasting = lasting;
  }

  @Override
  public CompletionStage<@Nullable Void> put(
      Tenant tenant, String key, byte[] content, Duration ttl) {
    near.put(tenant, key, content, ttl.compareTo(NEAR) < 0 ? ttl : NEAR);
    return lasting.put(tenant, key, content, ttl);
  }

  @Override
  public CompletionStage<byte @Nullable []> get(Tenant tenant, String key) {
    CompletionStage<byte @Nullable []> found = near.get(tenant, key);
    if (found.toCompletableFuture().join() != null) {
      return found;
    }
    return lasting
        .get(tenant, key)
        .thenApply(content -> {
          if (content != null) {
            near.put(tenant, key, content, NEAR);
          }
          return content;
        });
  }

  @Override
  public CompletionStage<@Nullable Void> remove(Tenant tenant, String key) {
    near.remove(tenant, key);
    return lasting.remove(tenant, key);
  }

  @Override
  public @Nullable String trouble() {
    return lasting.trouble();
  }

  @Override
  public void close() {
    near.close();
    lasting.close();
  }
}
