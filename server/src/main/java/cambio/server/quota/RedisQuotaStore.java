package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.Measure;
import cambio.server.redis.RedisLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts that all routers share. Each step is one Lua script on the keys of one root, {@code
 * cambio:v1:{root}:…}, whose braces put them into one slot of a cluster; clocks are the store's, so
 * that routers whose clocks differ still agree.
 */
public final class RedisQuotaStore implements QuotaStore {

  private static final Duration KEPT_AFTER_WINDOW = Duration.ofSeconds(MemoryRoot.LATE_SECONDS);

  private final RedisLink link;
  private final QuotaScripts scripts;

  /** A store over this link. */
  public RedisQuotaStore(RedisLink link) {
    this(link, QuotaScripts.SHIPPED);
  }

  RedisQuotaStore(RedisLink link, QuotaScripts scripts) {
    this.link = link;
    this.scripts = scripts;
  }

  @Override
  public CompletionStage<LeaseAnswer> reserve(LeaseRequest request) {
    return lease(request, "new");
  }

  @Override
  public CompletionStage<LeaseAnswer> extend(LeaseRequest more) {
    return lease(more, "more");
  }

  @Override
  public CompletionStage<LeaseAnswer> again(LeaseRequest forgotten) {
    return lease(forgotten, "again");
  }

  private CompletionStage<LeaseAnswer> lease(LeaseRequest request, String mode) {
    List<String> args = new ArrayList<>(24);
    args.add(prefix(request.root()));
    args.add(request.leaseId());
    args.add(Long.toString(request.ttl().toMillis()));
    args.add(mode);
    args.add(flag(request.patient()));
    args.add(flag(request.pooled()));
    args.add(Integer.toString(request.levels().size()));
    for (HoldLevel level : request.levels()) {
      args.add(level.fit().name());
      args.add(nanos(level.amount()));
    }
    args.add(Integer.toString(request.spend().size()));
    for (SpendLine line : request.spend()) {
      args.add(line.counter());
      args.add(flag(line.pooled()));
      args.add(nanos(line.rule().limit()));
    }
    args.add(Integer.toString(request.rates().size()));
    for (RateLine line : request.rates()) {
      args.add(line.counter());
      args.add(kind(line.rule().measure()));
      args.add(Long.toString(line.limit()));
      args.add(Long.toString(line.pace().burst()));
      args.add(Long.toString(line.units()));
    }
    return link.runForList(scripts.reserve(), leases(request.root()), args.toArray(new String[0]))
        .thenApply(answer -> RedisLeaseAnswer.read(answer, request));
  }

  @Override
  public CompletionStage<Boolean> settle(SettleRequest request) {
    List<String> args = new ArrayList<>(8);
    args.add(prefix(request.root()));
    args.add(request.leaseId());
    args.add("settle");
    args.add(nanos(request.cost()));
    args.add(Long.toString(request.tokens()));
    args.addAll(request.counters());
    return link.runForNumber(scripts.settle(), leases(request.root()), args.toArray(new String[0]))
        .thenApply(counted -> counted == 1);
  }

  @Override
  public CompletionStage<Boolean> release(String root, String leaseId, boolean undo) {
    String mode = undo ? "undo" : "release";
    return link.runForNumber(scripts.settle(), leases(root), prefix(root), leaseId, mode, "0", "0")
        .thenApply(known -> known == 1);
  }

  @Override
  public CompletionStage<List<String>> renew(String root, List<String> leaseIds, Duration ttl) {
    List<String> args = new ArrayList<>(leaseIds.size() + 2);
    args.add(prefix(root));
    args.add(Long.toString(ttl.toMillis()));
    args.addAll(leaseIds);
    return link.runForList(scripts.renew(), leases(root), args.toArray(new String[0]))
        .thenApply(RedisLeaseAnswer::texts);
  }

  @Override
  public CompletionStage<List<String>> underWay(String root, int limit) {
    return link.runForList(scripts.underWay(), leases(root), prefix(root), Integer.toString(limit))
        .thenApply(RedisLeaseAnswer::texts);
  }

  @Override
  public CompletionStage<List<String>> expired(String root, int limit) {
    return link.runForList(scripts.expired(), leases(root), prefix(root), Integer.toString(limit))
        .thenApply(RedisLeaseAnswer::texts);
  }

  @Override
  public CompletionStage<Boolean> load(LoadRequest request) {
    List<String> args = new ArrayList<>();
    args.add(prefix(request.root()));
    args.add(request.generation());
    args.add(Integer.toString(request.counters().size()));
    for (LoadRequest.Loaded loaded : request.counters()) {
      args.add(loaded.counter());
      args.add(nanos(loaded.spent()));
      args.add(dropAt(loaded.until()));
    }
    args.add(Integer.toString(request.calls().pending().size()));
    args.addAll(request.calls().pending());
    args.add(Integer.toString(request.calls().counted().size()));
    args.addAll(request.calls().counted());
    request
        .slices()
        .forEach((root, spent) -> {
          args.add(root);
          args.add(nanos(spent));
        });
    return link.runForNumber(scripts.load(), leases(request.root()), args.toArray(new String[0]))
        .thenApply(taken -> taken == 1);
  }

  @Override
  public CompletionStage<SliceAnswer> slice(SliceRequest request) {
    return link.runForList(
            scripts.slice(),
            leases(request.pool()),
            prefix(request.pool()),
            request.counter(),
            nanos(request.limit()),
            request.root(),
            nanos(request.known().granted()),
            Long.toString(request.known().sequence()),
            nanos(request.least()),
            nanos(request.most()))
        .thenApply(RedisLeaseAnswer::slice);
  }

  @Override
  public CompletionStage<Void> grant(String root, String counter, Slice slice) {
    return link.runForNumber(
            scripts.grant(),
            leases(root),
            prefix(root),
            counter,
            nanos(slice.granted()),
            Long.toString(slice.sequence()))
        .thenCompose(done -> CompletableFuture.<Void>completedFuture(null));
  }

  @Override
  public CompletionStage<Money> held(String root, String counter) {
    return link.runForList(scripts.held(), leases(root), prefix(root), counter)
        .thenApply(answer -> new Money(Long.parseLong(RedisLeaseAnswer.texts(answer).getFirst())));
  }

  @Override
  public CompletionStage<List<String>> sharers(String pool, String counter) {
    return link.runForList(scripts.sharers(), leases(pool), prefix(pool), counter)
        .thenApply(RedisLeaseAnswer::texts);
  }

  @Override
  public CompletionStage<ShrinkAnswer> shrink(String root, String counter) {
    return link.runForList(scripts.shrink(), leases(root), prefix(root), counter)
        .thenApply(RedisLeaseAnswer::shrink);
  }

  private static String dropAt(Instant until) {
    return until.equals(Instant.MAX)
        ? "0"
        : Long.toString(until.plus(KEPT_AFTER_WINDOW).toEpochMilli());
  }

  private static String kind(Measure measure) {
    return switch (measure) {
      case REQUESTS_PER_MINUTE -> "r";
      case TOKENS_PER_MINUTE -> "t";
      case CONCURRENT_REQUESTS -> "c";
    };
  }

  private static String nanos(Money money) {
    return Long.toString(money.nanos());
  }

  private static String flag(boolean flag) {
    return flag ? "1" : "0";
  }

  private static String leases(String root) {
    return prefix(root) + "leases";
  }

  /** A hash tag ends at the first closing brace, and an empty one is none. */
  private static String prefix(String root) {
    return "cambio:v1:{" + root.replace('{', '(').replace('}', ')') + "}:";
  }
}
