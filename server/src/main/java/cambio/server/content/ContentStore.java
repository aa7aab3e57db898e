package cambio.server.content;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes under a tenant's key for a time. What it holds makes something better (reasoning that
 * goes on, an answer that need not be paid twice) and is never the only copy of anything: content
 * may be gone before its time, and whoever asks must do without.
 *
 * <p>No method blocks; each may be called from an event loop. A stage fails only with {@link
 * cambio.spi.FailureKind#UNAVAILABLE}, where the store's own infrastructure is in trouble. Keys of
 * different users of the store begin with the user's name and a colon ({@code reasoning:…}).
 */
public interface ContentStore extends AutoCloseable {

  /** The longest content in bytes; longer content is not kept. */
  int MOST_BYTES = 4 * 1024 * 1024;

  /**
   * Keeps content, in place of what the key held before.
   *
   * @param content not to be changed after
   * @param ttl over 0; the content is gone after it
   */
  CompletionStage<@Nullable Void> put(Tenant tenant, String key, byte[] content, Duration ttl);

  /** The content; null where there is none, or none any more. Not to be changed. */
  CompletionStage<byte @Nullable []> get(Tenant tenant, String key);

  /** Forgets the content; nothing happens where there is none. */
  CompletionStage<@Nullable Void> remove(Tenant tenant, String key);

  /** What is wrong with the store, or null. */
  default @Nullable String trouble() {
    return null;
  }

  @Override
  default void close() {}
}
