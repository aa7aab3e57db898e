package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.Measure;
import cambio.router.quota.OnStoreFailure;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of counters must do. */
abstract class QuotaStoreContract {

  private static final Duration TTL = Duration.ofMinutes(1);
  private static final Money TEN = new Money(10);

  private String root = "";
  private QuotaStore store = new MemoryQuotaStore(() -> Instant.EPOCH);

  abstract QuotaStore store();

  /** Lets time pass for the store. */
  abstract void pass(Duration span) throws Exception;

  @BeforeEach
  void freshRoot() {
    root = "acme/" + UUID.randomUUID();
    store = store();
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  private SpendLine budget(String name, long limit) {
    BudgetRule rule = BudgetRule.of(Scope.KEY, name, new Money(limit), ResetInterval.NEVER);
    return new SpendLine(rule, name, Scope.KEY, name, Instant.EPOCH, Instant.MAX, false);
  }

  private SpendLine pooled(String name, long limit) {
    BudgetRule rule =
        BudgetRule.of(Scope.ORGANIZATION, "acme", new Money(limit), ResetInterval.NEVER);
    return new SpendLine(rule, name, Scope.WORKSPACE, root, Instant.EPOCH, Instant.MAX, true);
  }

  private static RateLine rate(Measure measure, long limit, long units) {
    RateRule rule = new RateRule(Scope.KEY, "k", measure, limit, OnStoreFailure.FAIL_OPEN);
    return new RateLine(rule, measure.name(), limit, units);
  }

  private LeaseRequest lease(String id, long amount, SpendLine... lines) {
    List<HoldLevel> levels =
        lines.length == 0
            ? List.of()
            : List.of(new HoldLevel(new Money(amount), 1, Fit.AFFORDABLE));
    return new LeaseRequest(root, id, List.of(lines), levels, List.of(), false, true, TTL);
  }

  private LeaseRequest rated(String id, RateLine... rates) {
    return new LeaseRequest(root, id, List.of(), List.of(), List.of(rates), false, true, TTL);
  }

  private LeaseRequest levels(String id, boolean patient, List<HoldLevel> levels, SpendLine line) {
    return new LeaseRequest(root, id, List.of(line), levels, List.of(), patient, true, TTL);
  }

  /** Reserves as the desk does: what is not known is loaded as this much. */
  private LeaseAnswer reserve(LeaseRequest request, long spent) {
    LeaseAnswer answer = get(store.reserve(request));
    for (int i = 0; i < 10 && answer instanceof LeaseAnswer.Rebuild rebuild; i++) {
      load(request, rebuild, spent);
      answer = get(store.reserve(request));
    }
    return answer;
  }

  private LeaseAnswer reserve(LeaseRequest request) {
    return reserve(request, 0);
  }

  private boolean load(LeaseRequest request, LeaseAnswer.Rebuild rebuild, long spent) {
    List<LoadRequest.Loaded> loaded =
        rebuild.counters().stream()
            .map(name -> new LoadRequest.Loaded(name, new Money(spent), Instant.MAX))
            .toList();
    return get(store.load(new LoadRequest(request.root(), rebuild.generation(), loaded, Map.of())));
  }

  private boolean settle(String id, long cost, String... counters) {
    return get(store.settle(new SettleRequest(root, id, new Money(cost), 0, List.of(counters))));
  }

  private long left(LeaseAnswer answer) {
    assertThat(answer).isInstanceOf(LeaseAnswer.Granted.class);
    return ((LeaseAnswer.Granted) answer).left().getFirst().nanos();
  }

  private long refusedAt(LeaseAnswer answer) {
    assertThat(answer).isInstanceOf(LeaseAnswer.SpendRefused.class);
    return ((LeaseAnswer.SpendRefused) answer).free().nanos();
  }

  @Test
  void anUnknownBudgetIsLoadedBeforeItCounts() {
    SpendLine line = budget("b", 100);
    LeaseAnswer first = get(store.reserve(lease("1", 10, line)));
    assertThat(first).isInstanceOf(LeaseAnswer.Rebuild.class);
    assertThat(left(reserve(lease("1", 10, line), 70))).isEqualTo(20);
  }

  @Test
  void whatIsHeldAndSpentIsNotFree() {
    SpendLine line = budget("b", 100);
    assertThat(left(reserve(lease("1", 60, line)))).isEqualTo(40);
    assertThat(refusedAt(reserve(lease("2", 41, line)))).isEqualTo(40);
    assertThat(settle("1", 25, "b")).isTrue();
    assertThat(left(reserve(lease("3", 41, line)))).isEqualTo(34);
    assertThat(get(store.release(root, "3", false))).isTrue();
    assertThat(left(reserve(lease("4", 75, line)))).isZero();
  }

  @Test
  void aLeaseEndsOnce() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 50, line));
    assertThat(settle("1", 30, "b")).isTrue();
    assertThat(get(store.release(root, "1", false))).isFalse();
    assertThat(left(reserve(lease("2", 10, line)))).isEqualTo(60);
  }

  @Test
  void theSameLeaseIsGrantedOnce() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 50, line));
    assertThat(left(reserve(lease("1", 50, line)))).isEqualTo(50);
  }

  @Test
  void aCostAboveTheHoldIsADebt() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 100, line));
    settle("1", 130, "b");
    assertThat(refusedAt(reserve(lease("2", 1, line)))).isEqualTo(-30);
  }

  @Test
  void allBudgetsOrNone() {
    SpendLine wide = budget("wide", 100);
    SpendLine narrow = budget("narrow", 5);
    LeaseAnswer answer = reserve(lease("1", 10, wide, narrow));
    assertThat(((LeaseAnswer.SpendRefused) answer).line()).isEqualTo(1);
    assertThat(left(reserve(lease("2", 100, wide)))).isZero();
  }

  @Test
  void aRefusedBudgetTakesNoRate() {
    SpendLine line = budget("b", 5);
    RateLine rate = rate(Measure.REQUESTS_PER_MINUTE, 1, 1);
    List<HoldLevel> levels = List.of(new HoldLevel(TEN, 1, Fit.AFFORDABLE));
    LeaseRequest dear =
        new LeaseRequest(root, "1", List.of(line), levels, List.of(rate), false, true, TTL);
    assertThat(reserve(dear)).isInstanceOf(LeaseAnswer.SpendRefused.class);
    assertThat(reserve(rated("2", rate))).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve(rated("3", rate))).isInstanceOf(LeaseAnswer.RateRefused.class);
  }

  @Test
  void theDearestAffordableLevelIsHeld() {
    SpendLine line = budget("b", 100);
    List<HoldLevel> levels =
        List.of(
            new HoldLevel(new Money(90), 3, Fit.AFFORDABLE),
            new HoldLevel(new Money(60), 2, Fit.AFFORDABLE),
            new HoldLevel(new Money(20), 1, Fit.AFFORDABLE));
    assertThat(level(reserve(levels("1", false, levels, line)))).isZero();
    settle("1", 40, "b");
    assertThat(level(reserve(levels("2", false, levels, line)))).isEqualTo(1);
    settle("2", 40, "b");
    assertThat(level(reserve(levels("3", false, levels, line)))).isEqualTo(2);
    assertThat(refusedAt(reserve(levels("4", false, levels, line)))).isZero();
  }

  private static int level(LeaseAnswer answer) {
    return ((LeaseAnswer.Granted) answer).level();
  }

  @Test
  void aModestLevelLeavesThreeQuartersToOthers() {
    SpendLine line = budget("b", 100);
    List<HoldLevel> levels =
        List.of(
            new HoldLevel(new Money(400), 4, Fit.WORTH_WAITING),
            new HoldLevel(new Money(25), 2, Fit.MODEST),
            new HoldLevel(new Money(10), 1, Fit.AFFORDABLE));
    assertThat(level(reserve(levels("1", true, levels, line)))).isEqualTo(1);
    assertThat(level(reserve(levels("2", true, levels, line)))).isEqualTo(2);
  }

  @Test
  void aModestLevelAsksNoPool() {
    SpendLine line = pooled("p", 100);
    List<HoldLevel> levels =
        List.of(
            new HoldLevel(new Money(25), 2, Fit.MODEST),
            new HoldLevel(new Money(10), 1, Fit.AFFORDABLE));
    LeaseAnswer answer = reserve(levels("1", true, levels, line));
    assertThat(answer).isInstanceOf(LeaseAnswer.SliceShort.class);
    assertThat(((LeaseAnswer.SliceShort) answer).wanted()).isEqualTo(TEN);
  }

  @Test
  void whatOthersHoldIsWaitedForWhereAsked() {
    SpendLine line = budget("b", 100);
    List<HoldLevel> levels =
        List.of(
            new HoldLevel(new Money(80), 4, Fit.WORTH_WAITING),
            new HoldLevel(new Money(10), 1, Fit.AFFORDABLE));
    assertThat(level(reserve(levels("1", true, levels, line)))).isZero();
    LeaseAnswer waits = reserve(levels("2", true, levels, line));
    assertThat(((LeaseAnswer.SpendRefused) waits).heldOnly()).isTrue();
    assertThat(level(reserve(levels("2", false, levels, line)))).isEqualTo(1);
    settle("1", 50, "b");
    settle("2", 10, "b");
    assertThat(level(reserve(levels("3", true, levels, line)))).isEqualTo(1);
  }

  @Test
  void aRefusalSaysWhetherItIsOnlyHeld() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 90, line));
    assertThat(((LeaseAnswer.SpendRefused) reserve(lease("2", 50, line))).heldOnly()).isTrue();
    settle("1", 90, "b");
    assertThat(((LeaseAnswer.SpendRefused) reserve(lease("2", 50, line))).heldOnly()).isFalse();
  }

  @Test
  void aStreamTopsItsLeaseUp() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 40, line));
    assertThat(left(get(store.extend(lease("1", 30, line))))).isEqualTo(30);
    assertThat(get(store.extend(lease("1", 31, line))))
        .isInstanceOf(LeaseAnswer.SpendRefused.class);
    settle("1", 65, "b");
    assertThat(left(reserve(lease("2", 10, line)))).isEqualTo(25);
    assertThat(get(store.extend(lease("1", 1, line)))).isInstanceOf(LeaseAnswer.Unknown.class);
  }

  @Test
  void aSettlementWithoutItsLeaseMakesTheLedgerBeAsked() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 40, line));
    get(store.release(root, "1", false));
    assertThat(settle("1", 30, "b")).isFalse();
    LeaseAnswer answer = get(store.reserve(lease("2", 10, line)));
    assertThat(answer).isInstanceOf(LeaseAnswer.Rebuild.class);
    assertThat(left(reserve(lease("2", 10, line), 30))).isEqualTo(60);
  }

  @Test
  void whatWasReadBeforeASettlementIsNotLoadedAfterIt() {
    SpendLine line = budget("b", 100);
    LeaseRequest request = lease("1", 10, line);
    LeaseAnswer.Rebuild before = (LeaseAnswer.Rebuild) get(store.reserve(request));
    assertThat(settle("lost", 30, "b")).isFalse();
    assertThat(load(request, before, 0)).isFalse();
    assertThat(left(reserve(request, 30))).isEqualTo(60);
  }

  @Test
  void aCounterIsLoadedOnce() {
    SpendLine line = budget("b", 100);
    LeaseRequest request = lease("1", 10, line);
    LeaseAnswer.Rebuild rebuild = (LeaseAnswer.Rebuild) get(store.reserve(request));
    load(request, rebuild, 0);
    reserve(request);
    settle("1", 10, "b");
    load(request, rebuild, 0);
    assertThat(left(reserve(lease("2", 10, line)))).isEqualTo(80);
  }

  @Test
  void aLeaseFromBeforeALoadingIsNotCountedOnTop() {
    SpendLine line = budget("b", 100);
    reserve(lease("1", 40, line));
    settle("lost", 5, "b");
    reserve(lease("2", 10, line), 5);
    // The ledger may have had it when it was asked, or not: it is asked again.
    settle("1", 20, "b");
    assertThat(left(reserve(lease("3", 1, line), 25))).isEqualTo(64);
  }

  /** Between its entry in the ledger and its settlement here, a call is in both. */
  @Test
  void aLoadingTellsWhoseCostsItsSumsHave() {
    SpendLine line = budget("b", 100);
    reserve(lease("written", 40, line));
    reserve(lease("running", 30, line));
    settle("lost", 5, "b");
    LeaseRequest next = lease("next", 1, line);
    LeaseAnswer.Rebuild rebuild = (LeaseAnswer.Rebuild) get(store.reserve(next));
    assertThat(get(store.underWay(root, 10))).containsExactlyInAnyOrder("written", "running");
    assertThat(get(store.underWay(root, 1))).hasSize(1);
    LoadRequest.Loaded sum = new LoadRequest.Loaded("b", new Money(30), Instant.MAX);
    LoadRequest.Calls calls = new LoadRequest.Calls(List.of("running"), List.of("written", "gone"));
    LoadRequest load = new LoadRequest(root, rebuild.generation(), List.of(sum), Map.of(), calls);
    assertThat(get(store.load(load))).isTrue();
    assertThat(left(get(store.reserve(next)))).as("100 - 30 spent - 30 held - 1").isEqualTo(39);
    assertThat(settle("written", 25, "b")).as("its sum has it").isTrue();
    assertThat(left(get(store.reserve(lease("more", 1, line))))).isEqualTo(38);
    assertThat(settle("running", 10, "b")).as("the sum lacked it").isTrue();
    assertThat(left(get(store.reserve(lease("last", 1, line))))).isEqualTo(57);
    assertThat(settle("running", 10, "b")).as("told twice").isFalse();
    assertThat(get(store.reserve(lease("after", 1, line)))).isInstanceOf(LeaseAnswer.Rebuild.class);
  }

  /** The first answer came too late, so it is told once more, while other calls are under way. */
  @Test
  void aSettlementToldTwiceCountsNothingTwice() {
    BookOfTests book = new BookOfTests();
    QuotaBooks books = QuotaBooks.over(store, book, Runnable::run, TTL);
    SpendLine line = budget("b", 100);
    for (String id : List.of("told", "written", "running")) {
      assertThat(get(books.desk().reserve(lease(id, 30, line))))
          .isInstanceOf(LeaseAnswer.Granted.class);
    }
    book.wrote("told", 20, "b");
    settle("told", 20, "b");
    book.wrote("written", 30, "b");
    settle("told", 20, "b");
    // 20 and 30 are spent, 30 are held: were "written" spent and held, there would be -10.
    assertThat(left(get(books.desk().reserve(lease("next", 20, line))))).isZero();
    assertThat(settle("written", 30, "b")).isTrue();
    assertThat(refusedAt(get(store.reserve(lease("more", 1, line))))).isZero();
    book.wrote("running", 10, "b");
    assertThat(settle("running", 10, "b")).isTrue();
    assertThat(left(get(store.reserve(lease("last", 20, line))))).isZero();
  }

  /** Calls begin, are written, are told once or more, in any order: spent and held stay exact. */
  @Test
  void howeverOftenSettlementsAreToldTheCounterIsTheLedger() {
    Random draw = new Random(20261126);
    BookOfTests book = new BookOfTests();
    QuotaBooks books = QuotaBooks.over(store, book, Runnable::run, TTL);
    SpendLine line = budget("b", 10_000);
    List<String> running = new ArrayList<>();
    List<String> written = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    long spent = 0;
    for (int step = 0; step < 400; step++) {
      switch (draw.nextInt(4)) {
        case 0 -> {
          LeaseAnswer answer = get(books.desk().reserve(lease("c" + step, 30, line)));
          // What was written and not told yet may still be held; nothing is held of what was told.
          long most = 10_000 - spent - 30L * (running.size() + 1);
          assertThat(left(answer)).isBetween(most - 18L * written.size(), most);
          running.add("c" + step);
        }
        case 1 -> {
          if (!running.isEmpty()) {
            String id = running.remove(draw.nextInt(running.size()));
            book.wrote(id, 12, "b");
            spent += 12;
            written.add(id);
          }
        }
        case 2 -> {
          if (!written.isEmpty()) {
            String id = written.remove(draw.nextInt(written.size()));
            settle(id, 12, "b");
            ended.add(id);
          }
        }
        default -> {
          if (!ended.isEmpty()) {
            settle(ended.get(draw.nextInt(ended.size())), 12, "b");
          }
        }
      }
    }
    written.forEach(id -> settle(id, 12, "b"));
    long left = 10_000 - spent - 30L * running.size() - 1;
    assertThat(left(get(books.desk().reserve(lease("end", 1, line))))).isEqualTo(left);
  }

  /** The ledger may have had its cost before the lease was taken anew. */
  @Test
  void aLeaseThatWasTakenAgainIsCountedByTheLedgerOnly() {
    BookOfTests book = new BookOfTests();
    QuotaBooks books = QuotaBooks.over(store, book, Runnable::run, TTL);
    SpendLine line = budget("b", 100);
    get(books.desk().reserve(lease("1", 40, line)));
    get(store.release(root, "1", false));
    book.wrote("1", 25, "b");
    settle("other", 1, "b");
    assertThat(left(get(books.desk().again(lease("1", 40, line))))).isEqualTo(35);
    assertThat(left(get(books.desk().again(lease("1", 40, line))))).isEqualTo(35);
    assertThat(settle("1", 25, "b")).isFalse();
    assertThat(left(get(books.desk().reserve(lease("2", 1, line))))).isEqualTo(74);
  }

  @Test
  void onlyTheNamedCountersAreCharged() {
    SpendLine one = budget("one", 100);
    SpendLine other = budget("other", 100);
    reserve(lease("1", 40, one, other));
    settle("1", 30, "one");
    LeaseAnswer.Granted both = (LeaseAnswer.Granted) reserve(lease("2", 10, one, other));
    assertThat(both.left()).containsExactly(new Money(60), new Money(90));
  }

  @Test
  void anExpiredLeaseIsNamedAndStaysUntilItIsEnded() throws Exception {
    SpendLine line = budget("b", 100);
    LeaseRequest brief =
        new LeaseRequest(
            root,
            "1",
            List.of(line),
            List.of(new HoldLevel(new Money(90), 1, Fit.AFFORDABLE)),
            List.of(),
            false,
            true,
            Duration.ofMillis(50));
    reserve(brief);
    pass(Duration.ofMillis(60));
    LeaseAnswer refused = reserve(lease("2", 20, line));
    assertThat(refused.expiredLeases()).containsExactly("1");
    assertThat(get(store.expired(root, 10))).containsExactly("1");
    assertThat(get(store.renew(root, List.of("1", "none"), TTL))).containsExactly("none");
    assertThat(get(store.expired(root, 10))).isEmpty();
    get(store.release(root, "1", false));
    assertThat(left(reserve(lease("2", 20, line)))).isEqualTo(80);
  }

  @Test
  void requestsAreRefusedWithTheTimeToWait() {
    RateLine rate = rate(Measure.REQUESTS_PER_MINUTE, 60, 1);
    long start = System.nanoTime();
    long granted = 0;
    LeaseAnswer answer = reserve(rated("r", rate));
    while (answer instanceof LeaseAnswer.Granted) {
      granted++;
      answer = reserve(rated("r" + granted, rate));
    }
    // Ten at once, and one for each second that a slow machine takes for them.
    assertThat(granted).isBetween(10L, 10 + secondsSince(start));
    LeaseAnswer.RateRefused refused = (LeaseAnswer.RateRefused) answer;
    assertThat(refused.reading().retryAfter())
        .isBetween(Duration.ofMillis(1), Duration.ofMillis(1_001));
    assertThat(refused.reading().limit()).isEqualTo(60);
  }

  /** Whole ones. */
  private static long secondsSince(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
  }

  @Test
  void whoWaitsAsToldIsAdmitted() throws Exception {
    RateLine rate = rate(Measure.REQUESTS_PER_MINUTE, 600, 1);
    LeaseAnswer answer = reserve(rated("0", rate));
    for (int i = 1; answer instanceof LeaseAnswer.Granted; i++) {
      answer = reserve(rated("r" + i, rate));
    }
    pass(((LeaseAnswer.RateRefused) answer).reading().retryAfter());
    assertThat(reserve(rated("late", rate))).isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void unusedTokensComeBackAndUsedOnesAreOwed() {
    RateLine rate = rate(Measure.TOKENS_PER_MINUTE, 1_000, 600);
    long start = System.nanoTime();
    reserve(rated("1", rate));
    assertThat(reserve(rated("2", rate))).isInstanceOf(LeaseAnswer.RateRefused.class);
    get(store.settle(new SettleRequest(root, "1", Money.ZERO, 100, List.of())));
    LeaseAnswer.Granted second = (LeaseAnswer.Granted) reserve(rated("2", rate));
    // 1,000 less 100 and 600, and what comes back in the meantime.
    assertThat(second.rates().getFirst().remaining())
        .isBetween(300L, 317 + 17 * secondsSince(start));
    get(store.settle(new SettleRequest(root, "2", Money.ZERO, 5_000, List.of())));
    LeaseAnswer.RateRefused third = (LeaseAnswer.RateRefused) reserve(rated("3", rate));
    assertThat(third.reading().retryAfter()).isGreaterThan(Duration.ofMinutes(3));
  }

  @Test
  void aRequestOverTheWholeLimitGoesWhenAllIsThere() {
    RateLine rate = rate(Measure.TOKENS_PER_MINUTE, 100, 5_000);
    assertThat(reserve(rated("1", rate))).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve(rated("2", rate))).isInstanceOf(LeaseAnswer.RateRefused.class);
  }

  @Test
  void slotsAreFreeAgainAtTheEnd() {
    RateLine rate = rate(Measure.CONCURRENT_REQUESTS, 2, 1);
    assertThat(reserve(rated("1", rate))).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve(rated("2", rate))).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve(rated("3", rate))).isInstanceOf(LeaseAnswer.RateRefused.class);
    settle("1", 0);
    settle("1", 0);
    assertThat(reserve(rated("3", rate))).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(reserve(rated("4", rate))).isInstanceOf(LeaseAnswer.RateRefused.class);
  }

  @Test
  void whatHasNothingToGiveBackLeavesNoLease() {
    RateLine rate = rate(Measure.REQUESTS_PER_MINUTE, 600, 1);
    LeaseRequest passing =
        new LeaseRequest(
            root, "1", List.of(), List.of(), List.of(rate), false, true, Duration.ZERO);
    assertThat(reserve(passing)).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(get(store.renew(root, List.of("1"), TTL))).containsExactly("1");
  }

  @Test
  void anUndoneRequestWasNeverMade() {
    RateLine rate = rate(Measure.REQUESTS_PER_MINUTE, 1, 1);
    reserve(rated("1", rate));
    get(store.release(root, "1", true));
    assertThat(reserve(rated("2", rate))).isInstanceOf(LeaseAnswer.Granted.class);
    get(store.release(root, "2", false));
    assertThat(reserve(rated("3", rate))).isInstanceOf(LeaseAnswer.RateRefused.class);
  }

  @Test
  void aPooledBudgetIsWhatWasGivenOfIt() {
    SpendLine line = pooled("p", 100);
    LeaseAnswer.SliceShort shortage = (LeaseAnswer.SliceShort) reserve(lease("1", 10, line));
    assertThat(shortage.wanted()).isEqualTo(TEN);
    get(store.grant(root, "p", new Slice(new Money(15), 1)));
    assertThat(left(reserve(lease("1", 10, line)))).isEqualTo(5);
    assertThat(refusedAt(reserve(lease("2", 10, line).poolsAsked()))).isEqualTo(5);
    get(store.grant(root, "p", new Slice(new Money(99), 1)));
    assertThat(refusedAt(reserve(lease("2", 10, line).poolsAsked()))).isEqualTo(5);
    settle("1", 3, "p");
    ShrinkAnswer shrunk = get(store.shrink(root, "p"));
    assertThat(shrunk.slice()).isEqualTo(new Slice(new Money(3), 2));
  }

  @Test
  void whatIsHeldOfAPoolIsToldByEachOfItsRoots() {
    SpendLine line = pooled("p", 100);
    reserve(lease("1", 10, line));
    get(store.grant(root, "p", new Slice(new Money(15), 1)));
    assertThat(get(store.held(root, "p"))).isEqualTo(Money.ZERO);
    reserve(lease("1", 10, line));
    assertThat(get(store.held(root, "p"))).isEqualTo(TEN);
    assertThat(get(store.held(root, "unknown"))).isEqualTo(Money.ZERO);
    String pool = root + "//pool";
    assertThat(get(store.sharers(pool, "p"))).isEmpty();
    SliceAnswer first = get(store.slice(slice(pool, "a", Slice.NONE, 1, 1)));
    LoadRequest.Loaded total = new LoadRequest.Loaded("p", TEN, Instant.MAX);
    String generation = ((SliceAnswer.Rebuild) first).generation();
    Map<String, Money> byRoot = Map.of("a", TEN);
    get(store.load(new LoadRequest(pool, generation, List.of(total), byRoot)));
    get(store.slice(slice(pool, "b", Slice.NONE, 1, 1)));
    assertThat(get(store.sharers(pool, "p"))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aPoolGivesNoMoreThanItHas() {
    String pool = root + "//pool";
    SliceRequest ask = slice(pool, "a", Slice.NONE, 60, 60);
    SliceAnswer first = get(store.slice(ask));
    String generation = ((SliceAnswer.Rebuild) first).generation();
    LoadRequest.Loaded total = new LoadRequest.Loaded("p", new Money(30), Instant.MAX);
    Map<String, Money> byRoot = Map.of("a", new Money(20), "b", TEN);
    assertThat(get(store.load(new LoadRequest(pool, generation, List.of(total), byRoot)))).isTrue();
    // The first answer tells what the pool knows; the second gives.
    SliceAnswer.Given known = (SliceAnswer.Given) get(store.slice(ask));
    assertThat(known.slice()).isEqualTo(new Slice(new Money(20), 1));
    SliceAnswer.Given given =
        (SliceAnswer.Given) get(store.slice(slice(pool, "a", known.slice(), 60, 65)));
    assertThat(given.slice()).isEqualTo(new Slice(new Money(85), 2));
    assertThat(given.free()).isEqualTo(new Money(5));
    SliceAnswer.Given poor =
        (SliceAnswer.Given) get(store.slice(slice(pool, "b", new Slice(TEN, 1), 20, 20)));
    assertThat(poor.slice()).isEqualTo(new Slice(new Money(15), 2));
    assertThat(poor.others()).containsExactly("a");
    // One gives back, and the other gets it.
    get(store.slice(slice(pool, "a", new Slice(new Money(50), 3), 0, 0)));
    SliceAnswer.Given rich =
        (SliceAnswer.Given) get(store.slice(slice(pool, "b", poor.slice(), 15, 15)));
    assertThat(rich.slice()).isEqualTo(new Slice(new Money(30), 3));
  }

  private static SliceRequest slice(String pool, String root, Slice known, long least, long most) {
    return new SliceRequest(
        pool, "p", new Money(100), root, known, new Money(least), new Money(most));
  }

  @Test
  void concurrentCallsNeverHoldMoreThanThereIs() throws Exception {
    SpendLine line = budget("b", 1_000);
    RateLine slots = rate(Measure.CONCURRENT_REQUESTS, 1_000_000, 1);
    reserve(lease("warm", 1, line));
    settle("warm", 0, "b");
    AtomicLong served = new AtomicLong();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        int caller = i;
        all.add(
            threads.submit(() -> {
              for (int j = 0; j < 10; j++) {
                String id = caller + "-" + j;
                LeaseRequest request =
                    new LeaseRequest(
                        root,
                        id,
                        List.of(line),
                        List.of(new HoldLevel(new Money(7), 1, Fit.AFFORDABLE)),
                        List.of(slots),
                        false,
                        true,
                        TTL);
                if (reserve(request) instanceof LeaseAnswer.Granted granted) {
                  assertThat(granted.left().getFirst().nanos()).isNotNegative();
                  served.incrementAndGet();
                  settle(id, 7, "b");
                }
              }
            }));
      }
      for (Future<?> one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    }
    assertThat(served.get()).isEqualTo(1_000 / 7);
    assertThat(left(reserve(lease("last", 6, line)))).isZero();
  }
}
