package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.HoldLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One root of a {@link MemoryQuotaStore}. Its owner locks it for each call. The scripts of the
 * shared store say the same in Lua; the contract test holds the two together. It is long because
 * one call reads and changes counters, rates and leases in one step, as one script does: apart, the
 * pieces would have to be trusted with half a step.
 */
final class MemoryRoot {

  private static final int HINTS = 8;
  private static final int OTHERS = 64;

  private final String name;
  private final Map<String, MemoryCounter> counters = new HashMap<>();
  private final MemoryRates rates = new MemoryRates();

  /** In the order of their ends. */
  private final LinkedHashMap<String, Lease> leases = new LinkedHashMap<>();

  private long changes;
  private long generation;

  /** What a lease holds of one budget, and of which state of it. */
  private record Hold(String counter, long amount, long birth, long loading) {

    /** Stands for a loading: its sum has the cost already. */
    static final long COUNTED = -2;

    /** Stands for a loading: nobody knows whether its sum has the cost. */
    static final long UNSURE = -1;

    Hold at(long otherLoading) {
      return new Hold(counter, amount, birth, otherLoading);
    }

    Hold counted() {
      return new Hold(counter, 0, birth, COUNTED);
    }
  }

  private record Lease(int level, List<Hold> holds, List<RateLine> rates, Instant expiresAt) {

    Lease holding(UnaryOperator<Hold> otherwise) {
      return new Lease(level, holds.stream().map(otherwise).toList(), rates, expiresAt);
    }
  }

  MemoryRoot(String name) {
    this.name = name;
  }

  LeaseAnswer reserve(LeaseRequest request, Instant now) {
    Lease known = leases.get(request.leaseId());
    if (known != null) {
      return granted(request, known.level, rates.read(request.rates(), now), now);
    }
    List<String> missing = missing(request.spend());
    if (!missing.isEmpty()) {
      return new LeaseAnswer.Rebuild(Long.toString(generation), missing);
    }
    LeaseAnswer.RateRefused slow = rates.refusal(request.rates(), now, hints(now));
    if (slow != null) {
      return slow;
    }
    LevelChoice choice = choose(request);
    if (!choice.taken()) {
      return refusal(request, choice, now);
    }
    List<Hold> holds = hold(request, choice.level(), List.of());
    List<RateReading> readings = rates.take(request.rates(), now);
    if (!request.ttl().isZero()) {
      Instant end = now.plus(request.ttl());
      leases.put(request.leaseId(), new Lease(choice.level(), holds, request.rates(), end));
    }
    return granted(request, choice.level(), readings, now);
  }

  LeaseAnswer again(LeaseRequest forgotten, Instant now) {
    boolean known = leases.containsKey(forgotten.leaseId());
    LeaseAnswer answer = reserve(forgotten, now);
    if (!known) {
      leases.computeIfPresent(
          forgotten.leaseId(), (id, lease) -> lease.holding(hold -> hold.at(Hold.UNSURE)));
    }
    return answer;
  }

  List<String> underWay(int limit) {
    return leases.keySet().stream().limit(limit).toList();
  }

  LeaseAnswer extend(LeaseRequest more, Instant now) {
    Lease lease = leases.get(more.leaseId());
    if (lease == null) {
      return new LeaseAnswer.Unknown();
    }
    List<String> missing = missing(more.spend());
    if (!missing.isEmpty()) {
      return new LeaseAnswer.Rebuild(Long.toString(generation), missing);
    }
    LevelChoice choice = choose(more);
    if (!choice.taken()) {
      return refusal(more, choice, now);
    }
    List<Hold> holds = hold(more, choice.level(), lease.holds);
    leases.remove(more.leaseId());
    Instant end = now.plus(more.ttl());
    leases.put(more.leaseId(), new Lease(lease.level, holds, lease.rates, end));
    return granted(more, choice.level(), List.of(), now);
  }

  boolean settle(SettleRequest request) {
    Lease lease = leases.remove(request.leaseId());
    if (lease == null) {
      if (request.cost().nanos() > 0) {
        request.counters().forEach(this::distrust);
      }
      return false;
    }
    boolean counted = true;
    for (Hold hold : lease.holds) {
      MemoryCounter counter = counters.get(hold.counter);
      if (counter == null) {
        continue;
      }
      if (counter.birth == hold.birth) {
        counter.held -= hold.amount;
      }
      if (!request.charges(hold.counter) || hold.loading == Hold.COUNTED) {
        continue;
      }
      if (counter.trusted && counter.loading == hold.loading) {
        counter.spent = Math.addExact(counter.spent, request.cost().nanos());
      } else {
        distrust(hold.counter);
        counted = false;
      }
    }
    rates.settle(lease.rates, request.tokens());
    return counted;
  }

  boolean release(String leaseId, boolean undo) {
    Lease lease = leases.remove(leaseId);
    if (lease == null) {
      return false;
    }
    for (Hold hold : lease.holds) {
      MemoryCounter counter = counters.get(hold.counter);
      if (counter != null && counter.birth == hold.birth) {
        counter.held -= hold.amount;
      }
    }
    rates.settle(lease.rates, 0);
    if (undo) {
      rates.undo(lease.rates);
    }
    return true;
  }

  List<String> renew(List<String> leaseIds, Instant end) {
    List<String> gone = new ArrayList<>();
    for (String id : leaseIds) {
      Lease lease = leases.remove(id);
      if (lease == null) {
        gone.add(id);
      } else {
        leases.put(id, new Lease(lease.level, lease.holds, lease.rates, end));
      }
    }
    return gone;
  }

  List<String> expired(Instant now, int limit) {
    List<String> over = new ArrayList<>();
    for (Map.Entry<String, Lease> lease : leases.entrySet()) {
      if (over.size() == limit || lease.getValue().expiresAt.isAfter(now)) {
        break;
      }
      over.add(lease.getKey());
    }
    return over;
  }

  boolean load(LoadRequest request) {
    if (!request.generation().equals(Long.toString(generation))) {
      return false;
    }
    Map<String, Long> taken = new HashMap<>();
    for (LoadRequest.Loaded loaded : request.counters()) {
      MemoryCounter counter =
          counters.computeIfAbsent(
              loaded.counter(), fresh -> new MemoryCounter(++changes, loaded.until()));
      // Somebody else was faster, and what has happened since is counted there.
      if (!counter.trusted) {
        counter.trusted = true;
        counter.loading = ++changes;
        taken.put(loaded.counter(), counter.loading);
        counter.spent = loaded.spent().nanos();
        request
            .slices()
            .forEach((root, spent) -> counter.roots.merge(root, new Slice(spent, 1), this::more));
      }
    }
    for (String id : request.calls().pending()) {
      leases.computeIfPresent(
          id,
          (same, lease) ->
              lease.holding(hold -> hold.at(taken.getOrDefault(hold.counter, hold.loading))));
    }
    for (String id : request.calls().counted()) {
      leases.computeIfPresent(
          id,
          (same, lease) ->
              lease.holding(hold -> taken.containsKey(hold.counter) ? letGo(hold) : hold));
    }
    return true;
  }

  private Hold letGo(Hold hold) {
    MemoryCounter counter = counters.get(hold.counter);
    if (counter != null && counter.birth == hold.birth) {
      counter.held -= hold.amount;
    }
    return hold.counted();
  }

  private Slice more(Slice had, Slice spent) {
    return had.granted().compareTo(spent.granted()) >= 0
        ? had
        : new Slice(spent.granted(), had.sequence() + 1);
  }

  SliceAnswer slice(SliceRequest request) {
    MemoryCounter pool = counters.get(request.counter());
    if (pool == null || !pool.trusted) {
      return new SliceAnswer.Rebuild(Long.toString(generation));
    }
    Slice slice = pool.roots.getOrDefault(request.root(), Slice.NONE);
    if (request.known().sequence() < slice.sequence()) {
      // It has not heard of the latest yet; what it says of itself is old.
      return new SliceAnswer.Given(slice, free(request, pool), List.of());
    }
    pool.roots.put(request.root(), request.known());
    slice = request.known();
    long free = Math.max(0, free(request, pool).nanos());
    long least = request.least().nanos();
    long given = free >= least ? Math.min(free, request.most().nanos()) : free;
    if (least > 0 && given > 0) {
      Money sum = slice.granted().plus(new Money(given));
      slice = new Slice(sum, slice.sequence() + 1);
      pool.roots.put(request.root(), slice);
    }
    List<String> others = given >= least ? List.of() : others(pool, request.root());
    return new SliceAnswer.Given(slice, free(request, pool), others);
  }

  private static Money free(SliceRequest request, MemoryCounter pool) {
    return new Money(request.limit().nanos() - pool.givenToRoots());
  }

  private static List<String> others(MemoryCounter pool, String root) {
    List<String> others = new ArrayList<>();
    pool.roots.forEach((other, slice) -> {
      if (others.size() < OTHERS && !other.equals(root) && slice.granted().nanos() > 0) {
        others.add(other);
      }
    });
    return others;
  }

  void grant(String counter, Slice slice) {
    MemoryCounter known = counters.get(counter);
    if (known != null && slice.sequence() > known.slice.sequence()) {
      known.slice = slice;
    }
  }

  Money held(String name) {
    MemoryCounter counter = counters.get(name);
    return counter == null ? Money.ZERO : new Money(counter.held);
  }

  List<String> sharers(String name) {
    MemoryCounter pool = counters.get(name);
    return pool == null ? List.of() : List.copyOf(pool.roots.keySet());
  }

  ShrinkAnswer shrink(String name) {
    MemoryCounter counter = counters.get(name);
    if (counter == null || !counter.trusted) {
      return new ShrinkAnswer(false, Slice.NONE, Money.ZERO);
    }
    if (counter.needed().compareTo(counter.slice.granted()) < 0) {
      counter.slice = new Slice(counter.needed(), counter.slice.sequence() + 1);
    }
    return new ShrinkAnswer(true, counter.slice, new Money(counter.held));
  }

  private List<String> missing(List<SpendLine> lines) {
    List<String> missing = new ArrayList<>();
    for (SpendLine line : lines) {
      MemoryCounter counter = counters.get(line.counter());
      if (counter == null || !counter.trusted) {
        missing.add(line.counter());
      }
    }
    return missing;
  }

  private void distrust(String counter) {
    MemoryCounter known = counters.get(counter);
    if (known != null) {
      known.trusted = false;
    }
    generation = ++changes;
  }

  private MemoryCounter counter(SpendLine line) {
    MemoryCounter counter = counters.get(line.counter());
    if (counter == null) {
      throw new IllegalStateException(name + " has no counter " + line.counter());
    }
    return counter;
  }

  private LevelChoice choose(LeaseRequest request) {
    List<LevelChoice.Balance> balances = new ArrayList<>(request.spend().size());
    for (SpendLine line : request.spend()) {
      MemoryCounter counter = counter(line);
      boolean growing = line.pooled() && request.pooled();
      balances.add(new LevelChoice.Balance(counter.free(line), counter.held, growing));
    }
    List<HoldLevel> levels = request.levels();
    return LevelChoice.of(levels, balances, request.patient());
  }

  private LeaseAnswer refusal(LeaseRequest request, LevelChoice choice, Instant now) {
    int line = choice.line();
    MemoryCounter counter = counter(request.spend().get(line));
    long free = counter.free(request.spend().get(line));
    if (choice.sliceHelps()) {
      long wanted = request.levels().get(choice.level()).amount().nanos() - free;
      return new LeaseAnswer.SliceShort(line, new Money(wanted), counter.slice, hints(now));
    }
    return new LeaseAnswer.SpendRefused(line, new Money(free), choice.heldOnly(), hints(now));
  }

  private List<Hold> hold(LeaseRequest request, int level, List<Hold> before) {
    List<Hold> holds = new ArrayList<>(before);
    if (level < 0) {
      return holds;
    }
    long amount = request.levels().get(level).amount().nanos();
    for (SpendLine line : request.spend()) {
      MemoryCounter counter = counter(line);
      counter.held = Math.addExact(counter.held, amount);
      holds.add(new Hold(line.counter(), amount, counter.birth, counter.loading));
    }
    return merged(holds);
  }

  /**
   * One hold a budget; a lease that grew over a loading keeps the older one, which is distrusted.
   */
  private static List<Hold> merged(List<Hold> holds) {
    Map<String, Hold> byCounter = new LinkedHashMap<>();
    for (Hold hold : holds) {
      byCounter.merge(
          hold.counter,
          hold,
          (a, b) ->
              a.birth == b.birth
                  ? new Hold(a.counter, a.amount + b.amount, a.birth, a.loading)
                  : new Hold(b.counter, b.amount, b.birth, a.loading));
    }
    return List.copyOf(byCounter.values());
  }

  private LeaseAnswer granted(
      LeaseRequest request, int level, List<RateReading> readings, Instant now) {
    List<Money> left = new ArrayList<>(request.spend().size());
    for (SpendLine line : request.spend()) {
      MemoryCounter counter = counters.get(line.counter());
      left.add(counter == null ? Money.ZERO : new Money(counter.free(line)));
    }
    sweep(now);
    return new LeaseAnswer.Granted(level, left, readings, hints(now));
  }

  private List<String> hints(Instant now) {
    return leases.isEmpty() ? List.of() : expired(now, HINTS);
  }

  /** Budgets of windows that are long over are dropped now and then. */
  private void sweep(Instant now) {
    if (counters.size() > SWEEP_ABOVE && ++changes % SWEEP_EVERY == 0) {
      counters.values().removeIf(counter -> counter.held == 0 && over(counter.until, now));
    }
  }

  private static final int SWEEP_ABOVE = 1_000;
  private static final int SWEEP_EVERY = 512;

  private static boolean over(Instant until, Instant now) {
    return until.isBefore(now) && until.plusSeconds(LATE_SECONDS).isBefore(now);
  }

  /** For how long after its window a budget is kept for calls that began in it. */
  static final long LATE_SECONDS = 86_400;
}
