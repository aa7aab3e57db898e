package cambio.server.runtime;

import cambio.server.admin.HealthCheck;
import cambio.server.config.DataSettings;
import cambio.server.config.LiveConfig;
import cambio.server.config.RedisSettings;
import cambio.server.config.ServerConfig;
import cambio.server.quota.MemoryQuotaStore;
import cambio.server.quota.QuotaService;
import cambio.server.quota.QuotaStore;
import cambio.server.quota.RedisQuotaStore;
import cambio.server.quota.RedisSpoolBoard;
import cambio.server.quota.SpendSource;
import cambio.server.quota.SpoolBoard;
import cambio.server.redis.RedisLink;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits and budgets as the configuration asks for them: shared through Redis, or this process's
 * own.
 *
 * @param checks what readiness tells of them; a shared store that is away makes no router unready
 */
record Quotas(QuotaService service, List<HealthCheck> checks, @Nullable RedisLink link)
    implements AutoCloseable {

  /**
   * Opens them.
   *
   * @param ledger what was spent by the book
   * @param names makes a name for a router that has none yet
   */
  static Quotas of(
      LiveConfig live,
      SpendSource ledger,
      Executor blocking,
      InstantSource clock,
      Supplier<String> names) {
    ServerConfig config = live.state().config();
    RedisSettings redis = config.redis();
    if (redis == null) {
      QuotaService own =
          service(live, new MemoryQuotaStore(clock), 1, ledger, null, blocking, clock);
      return new Quotas(own, List.of(), null);
    }
    RedisLink link = new RedisLink(redis.url().reveal(), redis.timeout(), redis.cluster());
    QuotaService shared =
        service(
            live,
            new RedisQuotaStore(link),
            redis.replicas(),
            ledger,
            board(config.data(), link, names),
            blocking,
            clock);
    HealthCheck check =
        new HealthCheck(
            "redis",
            false,
            () -> away(shared, link) ? "does not answer; limits are this router's own" : null);
    return new Quotas(shared, List.of(check), link);
  }

  /** Only who settles in PostgreSQL has a spool, and others who read the same ledger. */
  private static @Nullable SpoolBoard board(
      DataSettings data, RedisLink link, Supplier<String> names) {
    return data.postgres() == null
        ? null
        : new RedisSpoolBoard(link, RouterName.of(data.name(), names), RedisSpoolBoard.KEPT);
  }

  /** Whether there is a shared store that does not answer. */
  boolean away() {
    return link != null && away(service, link);
  }

  private static boolean away(QuotaService shared, RedisLink link) {
    return shared.degraded() || !link.isConnected();
  }

  private static QuotaService service(
      LiveConfig live,
      QuotaStore store,
      int replicas,
      SpendSource ledger,
      @Nullable SpoolBoard board,
      Executor blocking,
      InstantSource clock) {
    ServerConfig config = live.state().config();
    return new QuotaService(
        new QuotaService.Parts(
            store,
            ledger,
            board,
            blocking,
            () -> live.state().config().quota().rules(),
            config.money().fees(),
            replicas,
            config.quota().waiting(),
            config.quota().lease(),
            clock));
  }

  @Override
  public void close() {
    service.close();
    if (link != null) {
      link.close();
    }
  }
}
