package cambio.server.quota;

import cambio.router.ledger.FeePolicy;
import cambio.router.quota.OutputForecast;
import cambio.router.quota.QuotaRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits and budgets of a running router: the admission, and the thread that looks after leases.
 */
public final class QuotaService implements AutoCloseable {

  /** How long a lease lasts after its router fell silent. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** So soon others know that this router's settlements wait in its spool, or no longer do. */
  private static final long TELL_MILLIS = 250;

  /** So soon it is seen that a store is back: its probes are due less often. */
  private static final long PROBE_MILLIS = 100;

  private final ScheduledThreadPoolExecutor timer;
  private final GuardedQuotaStore store;
  private final InstantSource clock;
  private final QuotaAdmission admission;

  /**
   * What it is made of.
   *
   * @param store counts, shared by all routers or this one's own
   * @param ledger what counters are loaded from
   * @param board of those who write the ledger; null where this router is the only one
   * @param blocking where the ledger is asked
   * @param house the rules of the configuration, as they are now
   * @param fees of the operator's, which budgets pay too
   * @param replicas how many routers share the store at most
   * @param waiting how long a call may wait for money that others hold and may not need
   * @param lease how long a lease lasts without renewal
   */
  public record Parts(
      QuotaStore store,
      SpendSource ledger,
      @Nullable SpoolBoard board,
      Executor blocking,
      Supplier<QuotaRules> house,
      FeePolicy fees,
      int replicas,
      Duration waiting,
      Duration lease,
      InstantSource clock) {}

  /** Starts. */
  public QuotaService(Parts parts) {
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("cambio-quota").unstarted(task));
    this.store = new GuardedQuotaStore(parts.store, parts.clock);
    this.clock = parts.clock;
    QuotaBooks shared = QuotaBooks.over(store, ledger(parts), parts.blocking, parts.lease);
    LocalAllowance local = new LocalAllowance(parts.clock, parts.replicas, parts.lease);
    this.admission =
        new QuotaAdmission(
            parts.house,
            parts.fees,
            shared,
            local,
            new OutputForecast(),
            new WaitingLine(timer, System::nanoTime, parts.waiting),
            parts.clock,
            parts.lease);
    timer.scheduleAtFixedRate(store::probe, PROBE_MILLIS, PROBE_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleAtFixedRate(shared.keeper()::tick, 1, 1, TimeUnit.SECONDS);
    timer.scheduleAtFixedRate(local.books().keeper()::tick, 1, 1, TimeUnit.SECONDS);
  }

  private SpendSource ledger(Parts parts) {
    if (parts.board == null) {
      return parts.ledger;
    }
    SharedBook book = new SharedBook(parts.ledger, parts.board);
    timer.scheduleAtFixedRate(book::tick, 0, TELL_MILLIS, TimeUnit.MILLISECONDS);
    return book;
  }

  /** Admits calls. */
  public QuotaAdmission admission() {
    return admission;
  }

  /** Tells what calls under way hold. */
  public HeldMoney held() {
    return new HeldSpend(store, clock);
  }

  /** Whether the store is away and limits are this router's own. */
  public boolean degraded() {
    return store.away();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
