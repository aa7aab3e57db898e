package cambio.server.auth;

import cambio.server.tenant.TenantStore;
import cambio.server.tenant.TenantStore.Change;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this router knows of secrets, by their hashes. Bounded; each secret is looked up once,
 * however many calls wait for it; and what changes in the database is learned by {@link #follow}.
 *
 * <p>A change replaces what is known by what holds now, rather than dropping it: so a key that is
 * known to be revoked stays refused while the database is down, and one that is known to be good is
 * served. A look-up that a change overtook is done again.
 */
public final class KeyDirectory {

  private static final Logger log = LoggerFactory.getLogger(KeyDirectory.class);

  private static final int KNOWN_MAX = 100_000;
  private static final int BRIEF_MAX = 10_000;
  private static final int LOADING_MAX = 1_000;
  private static final Duration BRIEF = Duration.ofSeconds(5);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final KeySource source;
  private final TenantStore store;
  private final Executor executor;
  private final Object lock = new Object();
  private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

  /** Secrets that nobody knows, and what was found without the database. */
  private final Cache<String, Known> brief =
      Caffeine.newBuilder().maximumSize(BRIEF_MAX).expireAfterWrite(BRIEF).build();

  private final Map<String, CompletableFuture<Known>> loading = new ConcurrentHashMap<>();
  private long epoch;
  private long seen = -1;

  /**
   * An empty directory.
   *
   * @param executor runs look-ups, which block
   */
  public KeyDirectory(KeySource source, TenantStore store, Executor executor) {
    this.source = source;
    this.store = store;
    this.executor = executor;
  }

  /** A state, as what whoever waits for it is handed, and when it was last used. */
  static final class Known {
    final KeyState state;
    final CompletableFuture<Known> done = CompletableFuture.completedFuture(this);
    volatile long usedMinute;

    Known(KeyState state) {
      this.state = state;
    }
  }

  /**
   * What is known of a secret; done already where it is known. Fails with UNAVAILABLE where it
   * cannot be looked up.
   */
  CompletableFuture<Known> find(String hash) {
    Known found = known.getIfPresent(hash);
    if (found == null) {
      found = brief.getIfPresent(hash);
    }
    return found != null ? found.done : load(hash);
  }

  private CompletableFuture<Known> load(String hash) {
    if (loading.size() >= LOADING_MAX) {
      return CompletableFuture.failedFuture(unavailable());
    }
    CompletableFuture<Known> fresh = new CompletableFuture<>();
    CompletableFuture<Known> under = loading.putIfAbsent(hash, fresh);
    if (under != null) {
      return under;
    }
    executor.execute(() -> {
      try {
        Known found = lookUp(hash);
        loading.remove(hash, fresh);
        fresh.complete(found);
      } catch (Throwable e) {
        loading.remove(hash, fresh);
        log.warn("a key could not be looked up: {}", e.toString());
        fresh.completeExceptionally(e instanceof FailureException ? e : unavailable());
      }
    });
    return fresh;
  }

  private Known lookUp(String hash) {
    while (true) {
      long before = epoch();
      KeySource.Found read = source.load(hash);
      boolean lasting = read.lasting() && !(read.state() instanceof KeyState.Unknown);
      Known found = new Known(read.state());
      synchronized (lock) {
        if (before == epoch) {
          (lasting ? known : brief).put(hash, found);
          if (!lasting) {
            known.invalidate(hash);
          }
          return found;
        }
      }
    }
  }

  private long epoch() {
    synchronized (lock) {
      return epoch;
    }
  }

  /**
   * Learns what changed. Blocks; one at a time.
   *
   * @throws RuntimeException where the database does not answer; nothing is forgotten then
   */
  public synchronized void follow() {
    long newest = store.read(tenants -> tenants.changes().newest());
    if (seen < 0 || newest - seen >= TenantStore.CHANGES_KEPT) {
      forget();
      seen = newest;
      return;
    }
    while (seen < newest) {
      List<Change> changes = store.read(tenants -> tenants.changes().after(seen));
      if (changes.isEmpty()) {
        seen = newest;
        return;
      }
      refresh(state -> changes.stream().anyMatch(change -> concerns(change, state)));
      seen = changes.getLast().number();
    }
  }

  /** Looks all that is known up anew, as after a change of cambio.yaml. Blocks. */
  public void refreshAll() {
    refresh(state -> true);
  }

  private static boolean concerns(Change change, KeyState state) {
    return change.lineage() == null
        ? change.organization().equals(state.organization())
        : change.lineage().equals(state.lineage());
  }

  private void refresh(Predicate<KeyState> concerned) {
    List<String> stale = new ArrayList<>();
    synchronized (lock) {
      epoch++;
      brief.invalidateAll();
      known
          .asMap()
          .forEach((hash, entry) -> {
            if (concerned.test(entry.state)) {
              stale.add(hash);
            }
          });
    }
    for (String hash : stale) {
      try {
        Known before = known.getIfPresent(hash);
        Known now = lookUp(hash);
        if (before != null) {
          now.usedMinute = before.usedMinute;
        }
      } catch (RuntimeException e) {
        // What may be out of date is not served: the next call looks it up, or hears 503.
        known.invalidate(hash);
        log.warn("a changed key could not be looked up: {}", e.toString());
      }
    }
  }

  private void forget() {
    synchronized (lock) {
      epoch++;
      known.invalidateAll();
      brief.invalidateAll();
    }
  }

  /** Calls a function with each key and the minute (since the epoch) it was last used in. */
  void uses(long sinceMinute, java.util.function.ObjLongConsumer<String> each) {
    for (Known entry : known.asMap().values()) {
      if (entry.usedMinute >= sinceMinute && !entry.state.lineage().isEmpty()) {
        each.accept(entry.state.lineage(), entry.usedMinute);
      }
    }
  }

  private static FailureException unavailable() {
    return new FailureException(
        Failure.of(
                FailureKind.UNAVAILABLE,
                "The key cannot be looked up now; nothing is wrong with it. Try again in a moment.")
            .withRetryAfter(RETRY_AFTER));
  }
}
