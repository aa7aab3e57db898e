package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.HoldLevel.Fit;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.Await;
import cambio.server.redis.RedisCluster;
import cambio.server.redis.RedisLink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six nodes on loopback, three of them replicas, one of which has to take over. */
class RedisClusterQuotaTest {

  private static final int CALLS = 60;
  private static final Duration TTL = Duration.ofMinutes(1);

  @TempDir static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static RedisCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static RedisLink link;

  private final BookOfTests book = new BookOfTests();

  @BeforeAll
  static void start() throws Exception {
    cluster = RedisCluster.start(directory, Duration.ofSeconds(2));
    link = new RedisLink(cluster.url(), Duration.ofSeconds(5), true);
    Await.until("a connection to the cluster", link::isConnected);
  }

  @AfterAll
  static void stop() throws Exception {
    if (link != null) {
      link.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  private static LeaseRequest lease(String root, String id, long limit, boolean pooled) {
    Scope scope = pooled ? Scope.ORGANIZATION : Scope.WORKSPACE;
    BudgetRule rule =
        BudgetRule.of(scope, pooled ? "acme" : root, new Money(limit), ResetInterval.NEVER);
    SpendLine line =
        new SpendLine(
            rule, "b" + pooled, Scope.WORKSPACE, root, Instant.EPOCH, Instant.MAX, pooled);
    return new LeaseRequest(
        root,
        id,
        List.of(line),
        List.of(new HoldLevel(new Money(7), 1, Fit.AFFORDABLE)),
        List.of(),
        false,
        true,
        TTL);
  }

  /** Serves one call; false where the budget does not allow it. */
  private boolean serve(QuotaBooks books, LeaseRequest request) {
    LeaseAnswer answer = QuotaStoreContract.get(books.desk().reserve(request));
    if (!(answer instanceof LeaseAnswer.Granted)) {
      return false;
    }
    book.wrote(request.leaseId(), 7, request.root());
    SettleRequest end =
        new SettleRequest(request.root(), request.leaseId(), new Money(7), 0, request.counters());
    Await.until("a settled lease", () -> told(books, end));
    return true;
  }

  private static boolean told(QuotaBooks books, SettleRequest end) {
    try {
      QuotaStoreContract.get(books.store().settle(end));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Test
  void creditIsExactOverRootsOnAllNodesAndThroughAFailOver() throws Exception {
    QuotaBooks books = QuotaBooks.over(new RedisQuotaStore(link), book, Runnable::run, TTL);
    int served = 0;
    int refused = 0;
    boolean failedOver = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    for (int i = 0; refused < 30; i++) {
      assertThat(System.nanoTime()).as("a replica takes over").isLessThan(end);
      try {
        boolean more = serve(books, lease("acme/w" + i % 9, "call" + i, 7 * CALLS, true));
        served += more ? 1 : 0;
        refused += more ? 0 : 1;
      } catch (RuntimeException e) {
        // The client finds its way in a changed cluster: the router would answer 503.
        LockSupport.parkNanos(1_000_000);
      }
      if (served == CALLS / 2 && !failedOver) {
        failedOver = true;
        cluster.killTheMasterOf("cambio:v1:{acme//pool}:leases");
      }
    }
    assertThat(served).isEqualTo(CALLS);
  }
}
