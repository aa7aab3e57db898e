package cambio.server.quota;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the leases of calls under way. It renews them, so that they may be short and a crash gives
 * back soon what it held; takes them again where the store forgot them; and repeats settlements
 * that the store did not hear of. {@link #tick} is called once a second.
 */
final class LeaseKeeper {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  private static final int UNTOLD_MAX = 100_000;
  private static final int UNTOLD_A_TICK = 2_000;
  private static final int RENEWALS_A_STEP = 200;

  private final QuotaStore store;
  private final QuotaDesk desk;
  private final LeaseReaper reaper;
  private final BooleanSupplier behind;
  private final Duration ttl;
  private final int renewEvery;
  private final ConcurrentMap<String, Lease> live;
  private final Queue<Supplier<CompletionStage<?>>> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger untoldCount = new AtomicInteger();
  private final ConcurrentMap<Counters, SettleRequest> owed = new ConcurrentHashMap<>();
  private final Set<String> roots = ConcurrentHashMap.newKeySet();
  private int ticks;

  /**
   * A keeper.
   *
   * @param behind whether the ledger lacks what this router settled
   * @param live the leases under way, by id
   * @param ttl how long a lease lasts without renewal
   */
  LeaseKeeper(
      QuotaStore store,
      QuotaDesk desk,
      LeaseReaper reaper,
      BooleanSupplier behind,
      ConcurrentMap<String, Lease> live,
      Duration ttl) {
    this.store = store;
    this.desk = desk;
    this.reaper = reaper;
    this.behind = behind;
    this.live = live;
    this.ttl = ttl;
    this.renewEvery = (int) Math.max(1, ttl.toSeconds() / 4);
  }

  /** A call holds this from now on. */
  void began(Lease lease) {
    live.put(lease.id(), lease);
  }

  /** A call holds nothing any more. */
  void ended(Lease lease) {
    live.remove(lease.id(), lease);
  }

  /** Counters of a root. */
  private record Counters(String root, List<String> names) {}

  /**
   * Tells the store of a settlement. Where it could not count the cost, it asks the ledger; and
   * where the ledger lacked it at that time, it has to ask once more when the ledger has caught up.
   */
  void settle(SettleRequest end) {
    tell(() -> {
      boolean lacking = behind.getAsBoolean();
      return store
          .settle(end)
          .thenAccept(counted -> {
            if (lacking && !counted && !end.counters().isEmpty() && end.cost().nanos() > 0) {
              owed.put(new Counters(end.root(), end.counters()), end);
            }
          });
    });
  }

  /**
   * Tells the store of a call that was held elsewhere. A question for its lease that came to the
   * store late may have left one behind: it goes first, so that the cost is the ledger's to tell.
   */
  void missed(SettleRequest end) {
    tell(() -> store.release(end.root(), end.leaseId(), false));
    settle(end);
  }

  private void catchUp() {
    if (owed.isEmpty() || behind.getAsBoolean()) {
      return;
    }
    for (Map.Entry<Counters, SettleRequest> late : owed.entrySet()) {
      if (owed.remove(late.getKey(), late.getValue())) {
        settle(late.getValue());
      }
    }
  }

  /** Tells the store of an end, now or, where it is away, once it is back. */
  void tell(Supplier<CompletionStage<?>> end) {
    end.get()
        .whenComplete((done, failure) -> {
          if (failure != null) {
            later(end);
          }
        });
  }

  private void later(Supplier<CompletionStage<?>> end) {
    if (untoldCount.incrementAndGet() > UNTOLD_MAX) {
      // The reaper asks the ledger about each of them when its time is over.
      untoldCount.decrementAndGet();
      return;
    }
    untold.add(end);
  }

  /** Once a second: repeats what was not heard, renews in turn, and ends what nobody lives for. */
  void tick() {
    ticks++;
    try {
      repeat();
      catchUp();
      if (ticks % renewEvery == 0) {
        renew();
      }
      if (ticks % renewEvery == renewEvery / 2) {
        reap();
      }
    } catch (RuntimeException | Error e) {
      log.error("leases could not be looked after", e);
    }
  }

  private void repeat() {
    Queue<Supplier<CompletionStage<?>>> now = new ArrayDeque<>();
    while (now.size() < UNTOLD_A_TICK) {
      Supplier<CompletionStage<?>> end = untold.poll();
      if (end == null) {
        break;
      }
      untoldCount.decrementAndGet();
      now.add(end);
    }
    now.forEach(this::tell);
  }

  private void renew() {
    Map<String, List<String>> byRoot = new HashMap<>();
    for (Lease lease : live.values()) {
      if (!lease.local()) {
        for (LeaseRequest part : lease.parts()) {
          byRoot.computeIfAbsent(part.root(), root -> new ArrayList<>()).add(lease.id());
        }
      }
    }
    roots.addAll(byRoot.keySet());
    byRoot.forEach((root, ids) -> {
      for (int from = 0; from < ids.size(); from += RENEWALS_A_STEP) {
        List<String> some = ids.subList(from, Math.min(ids.size(), from + RENEWALS_A_STEP));
        renew(root, some);
      }
    });
  }

  private void renew(String root, List<String> ids) {
    store
        .renew(root, ids, ttl)
        .whenComplete((gone, failure) -> {
          if (failure == null) {
            gone.forEach(id -> takeAgain(root, id));
          }
        });
  }

  /** The store forgot a lease: what it holds must count again. A call is not ended for that. */
  private void takeAgain(String root, String id) {
    Lease lease = live.get(id);
    if (lease == null) {
      return;
    }
    for (LeaseRequest part : lease.again(ttl)) {
      if (part.root().equals(root)) {
        desk.again(part)
            .whenComplete((answer, failure) -> {
              if (!live.containsKey(id)) {
                tell(() -> store.release(root, id, false));
              }
            });
      }
    }
  }

  private void reap() {
    Set<String> known = new HashSet<>(roots);
    for (String root : known) {
      store
          .expired(root, RENEWALS_A_STEP)
          .whenComplete((ids, failure) -> {
            if (failure == null && !ids.isEmpty()) {
              reaper.reap(root, ids);
            } else if (failure == null) {
              roots.remove(root);
            }
          });
    }
  }
}
