package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts within this process. Each root is locked on its own and for the time of one step, which is
 * arithmetic only.
 */
public final class MemoryQuotaStore implements QuotaStore {

  private final InstantSource clock;
  private final ConcurrentMap<String, MemoryRoot> roots = new ConcurrentHashMap<>();

  /** An empty store on this clock. */
  public MemoryQuotaStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CompletionStage<LeaseAnswer> reserve(LeaseRequest request) {
    MemoryRoot root = root(request.root());
    synchronized (root) {
      return CompletableFuture.completedFuture(root.reserve(request, clock.instant()));
    }
  }

  @Override
  public CompletionStage<LeaseAnswer> again(LeaseRequest forgotten) {
    MemoryRoot root = root(forgotten.root());
    synchronized (root) {
      return CompletableFuture.completedFuture(root.again(forgotten, clock.instant()));
    }
  }

  @Override
  public CompletionStage<LeaseAnswer> extend(LeaseRequest more) {
    MemoryRoot root = root(more.root());
    synchronized (root) {
      return CompletableFuture.completedFuture(root.extend(more, clock.instant()));
    }
  }

  @Override
  public CompletionStage<Boolean> settle(SettleRequest request) {
    MemoryRoot root = root(request.root());
    synchronized (root) {
      return CompletableFuture.completedFuture(root.settle(request));
    }
  }

  @Override
  public CompletionStage<Boolean> release(String name, String leaseId, boolean undo) {
    MemoryRoot root = root(name);
    synchronized (root) {
      return CompletableFuture.completedFuture(root.release(leaseId, undo));
    }
  }

  @Override
  public CompletionStage<List<String>> renew(String name, List<String> leaseIds, Duration ttl) {
    MemoryRoot root = root(name);
    synchronized (root) {
      return CompletableFuture.completedFuture(root.renew(leaseIds, clock.instant().plus(ttl)));
    }
  }

  @Override
  public CompletionStage<List<String>> underWay(String name, int limit) {
    MemoryRoot root = root(name);
    synchronized (root) {
      return CompletableFuture.completedFuture(root.underWay(limit));
    }
  }

  @Override
  public CompletionStage<List<String>> expired(String name, int limit) {
    MemoryRoot root = root(name);
    synchronized (root) {
      return CompletableFuture.completedFuture(root.expired(clock.instant(), limit));
    }
  }

  @Override
  public CompletionStage<Boolean> load(LoadRequest request) {
    MemoryRoot root = root(request.root());
    synchronized (root) {
      return CompletableFuture.completedFuture(root.load(request));
    }
  }

  @Override
  public CompletionStage<SliceAnswer> slice(SliceRequest request) {
    MemoryRoot pool = root(request.pool());
    synchronized (pool) {
      return CompletableFuture.completedFuture(pool.slice(request));
    }
  }

  @Override
  public CompletionStage<Void> grant(String name, String counter, Slice slice) {
    MemoryRoot root = root(name);
    synchronized (root) {
      root.grant(counter, slice);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public CompletionStage<Money> held(String name, String counter) {
    MemoryRoot root = root(name);
    synchronized (root) {
      return CompletableFuture.completedFuture(root.held(counter));
    }
  }

  @Override
  public CompletionStage<List<String>> sharers(String name, String counter) {
    MemoryRoot pool = root(name);
    synchronized (pool) {
      return CompletableFuture.completedFuture(pool.sharers(counter));
    }
  }

  @Override
  public CompletionStage<ShrinkAnswer> shrink(String name, String counter) {
    MemoryRoot root = root(name);
    synchronized (root) {
      return CompletableFuture.completedFuture(root.shrink(counter));
    }
  }

  private MemoryRoot root(String name) {
    MemoryRoot known = roots.get(name);
    return known != null ? known : roots.computeIfAbsent(name, MemoryRoot::new);
  }
}
