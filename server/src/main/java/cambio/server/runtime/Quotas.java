package cambio.server.runtime;

import cambio.server.admin.HealthCheck;
import cambio.server.config.LiveConfig;
import cambio.server.config.RedisSettings;
import cambio.server.config.ServerConfig;
import cambio.server.quota.MemoryQuotaStore;
import cambio.server.quota.QuotaService;
import cambio.server.quota.QuotaStore;
import cambio.server.quota.RedisQuotaStore;
import cambio.server.quota.SpendSource;
import cambio.server.redis.RedisLink;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Limits and budgets as the configuration asks for them: shared through Redis, or this process's
 * own.
 *
 * @param checks what readiness tells of them; a shared store that is away makes no router unready
 */
record Quotas(QuotaService service, List<HealthCheck> checks, @Nullable RedisLink link)
    implements AutoCloseable {

  static Quotas of(LiveConfig live, SpendSource ledger, Executor blocking, InstantSource clock) {
    ServerConfig config = live.state().config();
    RedisSettings redis = config.redis();
    if (redis == null) {
      QuotaService own = service(live, new MemoryQuotaStore(clock), 1, ledger, blocking, clock);
      return new Quotas(own, List.of(), null);
    }
    RedisLink link = new RedisLink(redis.url().reveal(), redis.timeout(), redis.cluster());
    QuotaService shared =
        service(live, new RedisQuotaStore(link), redis.replicas(), ledger, blocking, clock);
    HealthCheck check =
        new HealthCheck(
            "redis",
            false,
            () -> away(shared, link) ? "does not answer; limits are this router's own" : null);
    return new Quotas(shared, List.of(check), link);
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
      Executor blocking,
      InstantSource clock) {
    ServerConfig config = live.state().config();
    return new QuotaService(
        new QuotaService.Parts(
            store,
            ledger,
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
