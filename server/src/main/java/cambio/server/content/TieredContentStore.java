package cambio.server.content;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A near store before a lasting one: what this router kept or read lately is there at once. What
 * another router put or removed meanwhile is seen after five minutes at the latest.
 *
 * <p>Content carries the instant of its end in eight bytes before it, so that the near store never
 * outlives the lasting one.
 */
public final class TieredContentStore implements ContentStore {

  /** How long the near store answers in the lasting one's place. */
  private static final Duration NEAR = Duration.ofMinutes(5);

  private final ContentStore near;
  private final ContentStore lasting;
  private final InstantSource clock;

  /**
   * Both together.
   *
   * @param near one whose stages are complete when they are returned
   */
  public TieredContentStore(ContentStore near, ContentStore lasting, InstantSource clock) {
    this.near = near;
    this.lasting = lasting;
    this.clock = clock;
  }

  @Override
  public CompletionStage<@Nullable Void> put(
      Tenant tenant, String key, byte[] content, Duration ttl) {
    long end = clock.instant().plus(ttl).toEpochMilli();
    byte[] dated =
        ByteBuffer.allocate(Long.BYTES + content.length).putLong(end).put(content).array();
    near.put(tenant, key, dated, ttl.compareTo(NEAR) < 0 ? ttl : NEAR);
    return lasting.put(tenant, key, dated, ttl);
  }

  @Override
  public CompletionStage<byte @Nullable []> get(Tenant tenant, String key) {
    CompletionStage<byte @Nullable []> found = near.get(tenant, key);
    if (found.toCompletableFuture().join() != null) {
      return found.thenApply(dated -> dated == null ? null : undated(dated));
    }
    return lasting
        .get(tenant, key)
        .thenApply(dated -> {
          if (dated == null || dated.length < Long.BYTES) {
            return null;
          }
          Duration left = Duration.ofMillis(ByteBuffer.wrap(dated).getLong() - clock.millis());
          if (left.isPositive()) {
            near.put(tenant, key, dated, left.compareTo(NEAR) < 0 ? left : NEAR);
          }
          return undated(dated);
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

  private static byte[] undated(byte[] dated) {
    return Arrays.copyOfRange(dated, Long.BYTES, dated.length);
  }
}
