package cambio.server.content;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps content in this process. Bounded: where it is full, what was used longest ago goes first.
 * All stages are complete when they are returned.
 */
public final class MemoryContentStore implements ContentStore {

  /** What an entry costs beside its bytes, about. */
  private static final int ENTRY_BYTES = 256;

  private final long capacity;
  private final InstantSource clock;

  /** By recency of use. Held only for as long as a map operation takes. */
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

  private long used;

  private record Key(Tenant tenant, String key) {}

  private record Entry(byte[] content, Instant expiresAt) {}

  /**
   * An empty store.
   *
   * @param capacity most bytes in all, over 0
   */
  public MemoryContentStore(long capacity, InstantSource clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  @Override
  public CompletionStage<@Nullable Void> put(
      Tenant tenant, String key, byte[] content, Duration ttl) {
    Instant now = clock.instant();
    Key at = new Key(tenant, key);
    synchronized (entries) {
      forget(at);
      if (content.length <= MOST_BYTES && cost(content) <= capacity) {
        entries.put(at, new Entry(content, now.plus(ttl)));
        used += cost(content);
        makeRoom();
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<byte @Nullable []> get(Tenant tenant, String key) {
    return CompletableFuture.completedFuture(find(new Key(tenant, key)));
  }

  @Override
  public CompletionStage<@Nullable Void> remove(Tenant tenant, String key) {
    synchronized (entries) {
      forget(new Key(tenant, key));
    }
    return CompletableFuture.completedFuture(null);
  }

  private byte @Nullable [] find(Key at) {
    Instant now = clock.instant();
    synchronized (entries) {
      Entry entry = entries.get(at);
      if (entry == null) {
        return null;
      }
      if (!now.isBefore(entry.expiresAt())) {
        forget(at);
        return null;
      }
      return entry.content();
    }
  }

  private void forget(Key at) {
    Entry old = entries.remove(at);
    if (old != null) {
      used -= cost(old.content());
    }
  }

  private void makeRoom() {
    Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
    while (used > capacity && oldest.hasNext()) {
      used -= cost(oldest.next().getValue().content());
      oldest.remove();
    }
  }

  private static long cost(byte[] content) {
    return (long) content.length + ENTRY_BYTES;
  }
}
