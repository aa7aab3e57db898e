package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Leasing with all that it takes: ledger, slices, reaper. */
class QuotaDeskTest {

  private static final Duration TTL = Duration.ofMinutes(1);

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final BookOfTests book = new BookOfTests();
  private final MemoryQuotaStore store = new MemoryQuotaStore(() -> now);
  private final QuotaBooks books = QuotaBooks.over(store, book, Runnable::run, TTL);

  private static SpendLine credit(String workspace, long limit) {
    BudgetRule rule =
        BudgetRule.of(Scope.ORGANIZATION, "acme", new Money(limit), ResetInterval.NEVER);
    return new SpendLine(
        rule, "credit", Scope.WORKSPACE, workspace, Instant.EPOCH, Instant.MAX, true);
  }

  private static SpendLine budget(String workspace, long limit) {
    BudgetRule rule =
        BudgetRule.of(Scope.WORKSPACE, workspace, new Money(limit), ResetInterval.NEVER);
    return new SpendLine(
        rule, "own", Scope.WORKSPACE, workspace, Instant.EPOCH, Instant.MAX, false);
  }

  private static LeaseRequest lease(String root, String id, long amount, SpendLine... lines) {
    return new LeaseRequest(
        root,
        id,
        List.of(lines),
        List.of(new HoldLevel(new Money(amount), 1, Fit.AFFORDABLE)),
        List.of(),
        false,
        true,
        TTL);
  }

  private LeaseAnswer reserve(String root, String id, long amount, SpendLine... lines) {
    return QuotaStoreContract.get(books.desk().reserve(lease(root, id, amount, lines)));
  }

  private void settle(String root, String id, long cost) {
    book.wrote(id, cost, root);
    QuotaStoreContract.get(
        store.settle(new SettleRequest(root, id, new Money(cost), 0, List.of())));
  }

  @Test
  void aBudgetStartsFromTheLedger() {
    book.wrote("earlier", 70, "acme/dev");
    SpendLine line = budget("acme/dev", 100);
    assertThat(reserve("acme/dev", "1", 31, line)).isInstanceOf(LeaseAnswer.SpendRefused.class);
    assertThat(reserve("acme/dev", "2", 30, line)).isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void withoutTheLedgerNothingIsGranted() {
    book.goesAway();
    SpendLine line = budget("acme/dev", 100);
    assertThatThrownBy(() -> reserve("acme/dev", "1", 1, line))
        .hasRootCauseMessage("the book is away");
    book.returns();
    assertThat(reserve("acme/dev", "1", 1, line)).isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void aCostThatTheLedgerLackedIsAskedForOnceItHasCaughtUp() {
    SpendLine line = budget("acme/dev", 100);
    reserve("acme/dev", "1", 60, line);
    QuotaStoreContract.get(store.release("acme/dev", "1", false));
    // Settled into the spool, under a lease that the store forgot meanwhile.
    book.falls(true);
    books.keeper().settle(new SettleRequest("acme/dev", "1", new Money(60), 0, List.of("own")));
    // Another router, which has no spool, loads what the ledger has now.
    assertThat(reserve("acme/dev", "2", 100, line)).isInstanceOf(LeaseAnswer.Granted.class);
    QuotaStoreContract.get(store.release("acme/dev", "2", false));
    books.keeper().tick();
    book.wrote("1", 60, "acme/dev");
    book.falls(false);
    books.keeper().tick();
    assertThat(reserve("acme/dev", "3", 41, line)).isInstanceOf(LeaseAnswer.SpendRefused.class);
    assertThat(reserve("acme/dev", "4", 40, line)).isInstanceOf(LeaseAnswer.Granted.class);
  }

  /** The shared store was asked for a lease too late, and its router served the call on its own. */
  @Test
  void aLeaseThatCameTooLateIsNotCountedOnTopOfTheLedger() {
    SpendLine line = budget("acme/dev", 100);
    book.wrote("1", 60, "acme/dev");
    assertThat(reserve("acme/dev", "1", 40, line)).isInstanceOf(LeaseAnswer.Granted.class);
    books.keeper().missed(new SettleRequest("acme/dev", "1", new Money(60), 0, List.of("own")));
    assertThat(reserve("acme/dev", "2", 40, line)).isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void creditIsSharedByAllWorkspacesToTheLastNano() {
    assertThat(reserve("acme/a", "1", 10, credit("acme/a", 100)))
        .isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve("acme/b", "2", 90, credit("acme/b", 100)))
        .isInstanceOf(LeaseAnswer.Granted.class);
    LeaseAnswer.SpendRefused refused =
        (LeaseAnswer.SpendRefused) reserve("acme/c", "3", 1, credit("acme/c", 100));
    assertThat(refused.heldOnly()).as("the others may give back").isTrue();
    settle("acme/b", "2", 60);
    assertThat(reserve("acme/c", "3", 30, credit("acme/c", 100)))
        .as("what b held and did not use")
        .isInstanceOf(LeaseAnswer.Granted.class);
    settle("acme/a", "1", 10);
    settle("acme/c", "3", 30);
    refused = (LeaseAnswer.SpendRefused) reserve("acme/a", "4", 1, credit("acme/a", 100));
    assertThat(refused.heldOnly()).isFalse();
  }

  @Test
  void aPoolThatWasLostIsRebuiltFromTheLedger() {
    book.wrote("x", 40, "acme/a");
    book.wrote("y", 50, "acme/b");
    assertThat(reserve("acme/a", "1", 11, credit("acme/a", 100)))
        .isInstanceOf(LeaseAnswer.SpendRefused.class);
    assertThat(reserve("acme/a", "2", 10, credit("acme/a", 100)))
        .isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void moreCreditIsUsableAtOnce() {
    reserve("acme/a", "1", 100, credit("acme/a", 100));
    assertThat(reserve("acme/a", "2", 5, credit("acme/a", 104)))
        .isInstanceOf(LeaseAnswer.SpendRefused.class);
    assertThat(reserve("acme/a", "2", 5, credit("acme/a", 105)))
        .isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void workspacesThatRaceForCreditServeExactlyWhatItPaysFor() throws Exception {
    AtomicLong served = new AtomicLong();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        int caller = i;
        all.add(
            threads.submit(() -> {
              String root = "acme/" + caller % 3;
              for (int j = 0; j < 10; j++) {
                String id = caller + "-" + j;
                if (servedPatiently(root, id, 7)) {
                  served.incrementAndGet();
                }
              }
            }));
      }
      for (Future<?> one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    }
    assertThat(served.get()).isEqualTo(1_000 / 7);
  }

  /** As the waiting line does: asks again while others only hold. */
  private boolean servedPatiently(String root, String id, long cost) {
    while (true) {
      LeaseAnswer answer = reserve(root, id, cost, credit(root, 1_000));
      if (answer instanceof LeaseAnswer.Granted) {
        settle(root, id, cost);
        return true;
      }
      if (!(answer instanceof LeaseAnswer.SpendRefused refused && refused.heldOnly())) {
        return false;
      }
      Thread.yield();
    }
  }

  @Test
  void anExpiredLeaseIsSettledAsTheLedgerSays() {
    SpendLine line = budget("acme/dev", 100);
    reserve("acme/dev", "crashed-after", 50, line);
    reserve("acme/dev", "crashed-before", 50, line);
    book.wrote("crashed-after", 20, "acme/dev");
    now = now.plus(TTL).plusSeconds(1);
    LeaseAnswer answer = reserve("acme/dev", "next", 80, line);
    assertThat(answer).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(((LeaseAnswer.Granted) answer).left()).containsExactly(Money.ZERO);
  }

  @Test
  void aLeaseThatLivesIsNotReaped() {
    SpendLine line = budget("acme/dev", 100);
    LeaseRequest request = lease("acme/dev", "slow", 50, line);
    QuotaStoreContract.get(books.desk().reserve(request));
    books.keeper().began(new Lease("slow", List.of(request), request.levels().getFirst(), false));
    now = now.plus(TTL).plusSeconds(1);
    assertThat(reserve("acme/dev", "next", 60, line)).isInstanceOf(LeaseAnswer.SpendRefused.class);
  }

  @Test
  void aSliceIsFetchedBackFromARootWhoseRouterDied() {
    reserve("acme/dead", "crashed", 100, credit("acme/dead", 100));
    book.wrote("crashed", 30, "acme/dead");
    now = now.plus(TTL).plusSeconds(1);
    assertThat(reserve("acme/b", "1", 70, credit("acme/b", 100)))
        .isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve("acme/b", "2", 1, credit("acme/b", 100)))
        .isInstanceOf(LeaseAnswer.SpendRefused.class);
  }

  @Test
  void aForgottenLeaseIsTakenAgain() {
    SpendLine line = budget("acme/dev", 100);
    LeaseRequest request = lease("acme/dev", "live", 70, line);
    QuotaStoreContract.get(books.desk().reserve(request));
    books.keeper().began(new Lease("live", List.of(request), request.levels().getFirst(), false));
    QuotaStoreContract.get(store.release("acme/dev", "live", false));
    for (int second = 0; second < 15; second++) {
      books.keeper().tick();
    }
    assertThat(reserve("acme/dev", "next", 31, line)).isInstanceOf(LeaseAnswer.SpendRefused.class);
  }
}
