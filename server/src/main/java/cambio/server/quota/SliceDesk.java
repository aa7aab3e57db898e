package cambio.server.quota;

import cambio.router.money.Money;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fetches slices of a pooled budget for a root. The pool never gives out more than the limit, and
 * what a root was given is a sum with a version: a message that is lost or told twice changes
 * nothing, and a slice whose receiver died before it heard of it is told to the next who asks. What
 * idle roots have not used is fetched back when the pool is empty.
 */
final class SliceDesk {

  /** Of what is free, a slice takes at most this part more than what is needed. */
  private static final long SPARE_PART = 16;

  private static final int PATIENCE = 4;
  private static final int POOLS_KNOWN = 10_000;
  private static final int EXPIRED_AT_ONCE = 64;

  private final QuotaStore store;
  private final LedgerLoader loader;
  private final LeaseReaper reaper;
  private final Cache<String, Money> poolFree =
      Caffeine.newBuilder().maximumSize(POOLS_KNOWN).build();

  SliceDesk(QuotaStore store, LedgerLoader loader, LeaseReaper reaper) {
    this.store = store;
    this.loader = loader;
    this.reaper = reaper;
  }

  /**
   * What came of it.
   *
   * @param enough whether what was wanted was given
   * @param heldElsewhere whether calls in other roots hold money that may come back
   */
  record Refill(boolean enough, boolean heldElsewhere) {}

  /** Asks for what lacks. */
  CompletionStage<Refill> refill(LeaseRequest request, LeaseAnswer.SliceShort shortage) {
    SpendLine line = request.spend().get(shortage.line());
    String pool = pool(line.rule().subject());
    return exchange(
        new Errand(pool, line, request.root(), shortage.slice(), true),
        shortage.wanted(),
        PATIENCE);
  }

  /** The name of an organisation's own root. No workspace's has two slashes. */
  static String pool(String organization) {
    return organization + "//pool";
  }

  /**
   * What a refill is about.
   *
   * @param mayReclaim whether other roots have not been asked yet
   */
  private record Errand(String pool, SpendLine line, String root, Slice known, boolean mayReclaim) {

    SliceRequest ask(Money wanted) {
      Money limit = line.rule().limit();
      long spare = Math.max(0, limit.nanos() / SPARE_PART / SPARE_PART);
      Money most = spare < wanted.nanos() ? wanted : wanted.plus(new Money(spare));
      return new SliceRequest(pool, line.counter(), limit, root, known, wanted, most);
    }

    SliceRequest tell(String other, Slice slice) {
      Money limit = line.rule().limit();
      return new SliceRequest(pool, line.counter(), limit, other, slice, Money.ZERO, Money.ZERO);
    }
  }

  private CompletionStage<Refill> exchange(Errand errand, Money wanted, int patience) {
    return store
        .slice(errand.ask(wanted))
        .thenCompose(answer ->
            switch (answer) {
              case SliceAnswer.Rebuild rebuild -> rebuild(errand, wanted, rebuild, patience);
              case SliceAnswer.Given given -> given(errand, wanted, given);
            });
  }

  private CompletionStage<Refill> rebuild(
      Errand errand, Money wanted, SliceAnswer.Rebuild rebuild, int patience) {
    if (patience == 0) {
      return CompletableFuture.completedFuture(new Refill(false, true));
    }
    String organization = errand.line.rule().subject();
    return loader
        .loadPool(errand.pool, rebuild.generation(), organization, errand.line)
        .thenCompose(taken -> exchange(errand, wanted, patience - 1));
  }

  /**
   * What was free of a pooled budget, beyond all slices, when a slice of it was fetched last; null
   * where none was. What other roots did since is not in it.
   */
  @Nullable Money poolFree(SpendLine line) {
    return poolFree.getIfPresent(pool(line.rule().subject()) + '\n' + line.counter());
  }

  private CompletionStage<Refill> given(Errand errand, Money wanted, SliceAnswer.Given given) {
    poolFree.put(errand.pool + '\n' + errand.line.counter(), given.free());
    boolean news = given.slice().sequence() > errand.known.sequence();
    CompletionStage<Void> told =
        news
            ? store.grant(errand.root, errand.line.counter(), given.slice())
            : CompletableFuture.completedFuture(null);
    Money more = given.slice().granted().minus(errand.known.granted());
    if (given.others().isEmpty() || !errand.mayReclaim) {
      // Where it had not heard of its latest slice, it looks again at what it has now.
      return told.thenApply(done -> new Refill(news, false));
    }
    return told.thenCompose(done -> reclaim(errand, given.others(), 0, false, false))
        .thenCompose(reclaimed ->
            reclaimed.enough
                ? exchange(
                        new Errand(errand.pool, errand.line, errand.root, given.slice(), false),
                        wanted.minus(new Money(Math.max(0, more.nanos()))),
                        PATIENCE)
                    .thenApply(last -> new Refill(last.enough, reclaimed.heldElsewhere))
                : CompletableFuture.completedFuture(reclaimed));
  }

  /** A root that nobody uses any more may hold for calls whose router died: those end first. */
  private CompletionStage<ShrinkAnswer> shrunk(String other, String counter) {
    return store
        .shrink(other, counter)
        .thenCompose(answer ->
            answer.held().nanos() == 0
                ? CompletableFuture.completedFuture(answer)
                : store
                    .expired(other, EXPIRED_AT_ONCE)
                    .thenCompose(expired ->
                        expired.isEmpty()
                            ? CompletableFuture.completedFuture(answer)
                            : reaper
                                .reap(other, expired)
                                .thenCompose(done -> store.shrink(other, counter))));
  }

  /** Fetches back from other roots what they neither spent nor hold, one after the other. */
  private CompletionStage<Refill> reclaim(
      Errand errand, List<String> others, int index, boolean got, boolean held) {
    if (index == others.size()) {
      return CompletableFuture.completedFuture(new Refill(got, held));
    }
    String other = others.get(index);
    String counter = errand.line.counter();
    return shrunk(other, counter)
        .thenCompose(answer -> {
          boolean heldThere = held || (answer.known() && answer.held().nanos() > 0);
          if (!answer.known()) {
            return reclaim(errand, others, index + 1, got, heldThere);
          }
          return store
              .slice(errand.tell(other, answer.slice()))
              .thenCompose(told -> reclaim(errand, others, index + 1, true, heldThere));
        });
  }
}
