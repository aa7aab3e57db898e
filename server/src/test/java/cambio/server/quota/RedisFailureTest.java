package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.Await;
import cambio.server.redis.OwnRedis;
import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shared store that dies, freezes, forgets, or is replaced by one that is behind. */
class RedisFailureTest {

  private static final String ROOT = "acme/dev";
  private static final Duration TTL = Duration.ofMinutes(1);
  private static final SpendLine LINE =
      new SpendLine(
          BudgetRule.of(Scope.WORKSPACE, ROOT, new Money(100), ResetInterval.NEVER),
          "b",
          Scope.WORKSPACE,
          ROOT,
          Instant.EPOCH,
          Instant.MAX,
          false);

  @TempDir Path directory;
  @TempDir Path other;

  private final BookOfTests book = new BookOfTests();

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    if (redis != null) {
      redis.close();
    }
  }

  private QuotaBooks books(QuotaStore store) {
    return QuotaBooks.over(store, book, Runnable::run, TTL);
  }

  private static RedisLink link(RedisServer server, Duration timeout) {
    RedisLink link = new RedisLink(server.url(), timeout);
    Await.until("a connection to Redis", link::isConnected);
    return link;
  }

  private static LeaseAnswer reserve(QuotaBooks books, String id, long amount) {
    return QuotaStoreContract.get(
        books
            .desk()
            .reserve(
                new LeaseRequest(
                    ROOT,
                    id,
                    List.of(LINE),
                    List.of(new HoldLevel(new Money(amount), 1, Fit.AFFORDABLE)),
                    List.of(),
                    false,
                    true,
                    TTL)));
  }

  private void settle(QuotaBooks books, String id, long cost) {
    book.wrote(id, cost, ROOT);
    QuotaStoreContract.get(
        books.store().settle(new SettleRequest(ROOT, id, new Money(cost), 0, List.of("b"))));
  }

  private static long free(LeaseAnswer answer) {
    return switch (answer) {
      case LeaseAnswer.Granted granted -> granted.left().getFirst().nanos();
      case LeaseAnswer.SpendRefused refused -> refused.free().nanos();
      default -> throw new AssertionError(answer);
    };
  }

  @Test
  void whatAFlushForgotIsInTheLedger() throws Exception {
    try (RedisLink link = link(redis, OwnRedis.PATIENT)) {
      QuotaBooks books = books(new RedisQuotaStore(link));
      reserve(books, "1", 40);
      settle(books, "1", 40);
      reserve(books, "running", 10);
      redis.cli("flushall");
      assertThat(free(reserve(books, "2", 61))).isEqualTo(60);
      // The lease is lost; its cost is not, whenever the counter was loaded.
      settle(books, "running", 7);
      assertThat(free(reserve(books, "3", 54))).isEqualTo(53);
    }
  }

  @Test
  void aReplicaThatIsBehindIsNotTrusted() throws Exception {
    try (RedisServer replica = RedisServer.replicaOf(redis, other)) {
      try (RedisLink link = link(redis, OwnRedis.PATIENT)) {
        QuotaBooks books = books(new RedisQuotaStore(link));
        reserve(books, "1", 40);
        settle(books, "1", 40);
        assertThat(redis.cli("wait", "1", "60000").strip()).isEqualTo("1");
        // From here on the replica hears nothing: what follows is lost with the master.
        replica.cli("replicaof", "no", "one");
        reserve(books, "2", 30);
        settle(books, "2", 30);
      }
      redis.kill();
      try (RedisLink link = link(replica, OwnRedis.PATIENT)) {
        QuotaBooks books = books(new RedisQuotaStore(link));
        assertThat(free(reserve(books, "3", 31))).isEqualTo(30);
        assertThat(reserve(books, "4", 30)).isInstanceOf(LeaseAnswer.Granted.class);
      }
    }
  }

  @Test
  void aFrozenStoreIsLeftAloneAndItsReturnIsNoticed() throws Exception {
    try (RedisLink link = link(redis, Duration.ofMillis(50))) {
      // The breaker's own clock, so that it lets no probe through before it is asked to.
      AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
      GuardedQuotaStore guarded = new GuardedQuotaStore(new RedisQuotaStore(link), now::get);
      QuotaBooks books = books(guarded);
      Await.until("an answer", () -> answersAfterAWhile(guarded, books, "warm", now));
      redis.freeze();
      for (int i = 0; i < 5; i++) {
        int call = i;
        assertThatThrownBy(() -> reserve(books, "frozen" + call, 1)).isNotNull();
      }
      assertThat(guarded.away()).isTrue();
      assertThat(guarded.expired(ROOT, 1).toCompletableFuture())
          .as("while the breaker is open nobody waits")
          .isCompletedExceptionally();
      redis.thaw();
      Await.until("an answer again", () -> answersAfterAWhile(guarded, books, "back", now));
      assertThat(guarded.away()).isFalse();
    }
  }

  private static boolean answersAfterAWhile(
      GuardedQuotaStore guarded, QuotaBooks books, String id, AtomicReference<Instant> now) {
    now.updateAndGet(instant -> instant.plusSeconds(1));
    guarded.probe();
    return answers(books, id);
  }

  private static boolean answers(QuotaBooks books, String id) {
    try {
      reserve(books, id, 1);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Test
  void aDeadStoreComesBackEmptyAndIsFilledFromTheLedger() throws Exception {
    try (RedisLink link = link(redis, OwnRedis.PATIENT)) {
      GuardedQuotaStore guarded =
          new GuardedQuotaStore(new RedisQuotaStore(link), InstantSource.system());
      QuotaBooks books = books(guarded);
      reserve(books, "1", 40);
      redis.kill();
      book.wrote("1", 35, ROOT);
      SettleRequest end = new SettleRequest(ROOT, "1", new Money(35), 0, List.of("b"));
      books.keeper().tell(() -> guarded.settle(end));
      Await.until(
          "a breaker that opens",
          () -> {
            answers(books, "probe");
            return guarded.away();
          });
      redis.restart();
      Await.until(
          "an answer again",
          () -> {
            guarded.probe();
            return answers(books, "back");
          });
      books.keeper().tick();
      assertThat(free(reserve(books, "big", 1_000))).isBetween(60L, 64L);
    }
  }

  @Test
  void aRouterStartsWithoutItsStore() throws Exception {
    redis.kill();
    try (RedisLink link = new RedisLink(redis.url(), OwnRedis.PATIENT)) {
      QuotaBooks books = books(new RedisQuotaStore(link));
      assertThat(answers(books, "early")).isFalse();
      redis.restart();
      Await.until("an answer", () -> answers(books, "late"));
    }
  }
}
