package cambio.server.limit;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shared limiter with a local one behind it. While the shared store is dead or slow each router
 * admits its share of the limit from a bucket of its own: N routers together admit at most the
 * limit and N bursts in any minute of an outage, plus one burst each at its start. A failing store
 * is never the caller's fault.
 */
public final class FailOpenRateLimiter implements RateLimiter {

  private static final Logger log = LoggerFactory.getLogger(FailOpenRateLimiter.class);

  private final RateLimiter shared;
  private final RateLimiter local;
  private final StoreBreaker breaker;
  private final int replicas;

  /**
   * A limiter.
   *
   * @param replicas how many routers share the limits at most
   */
  public FailOpenRateLimiter(RateLimiter shared, int replicas, InstantSource clock) {
    this.shared = shared;
    this.local = new MemoryRateLimiter(clock);
    this.breaker = new StoreBreaker(clock);
    this.replicas = replicas;
  }

  @Override
  public CompletionStage<RateDecision> take(String root, String key, RateLimit limit) {
    if (!breaker.allows()) {
      return local.take(root, key, limit.share(replicas));
    }
    return ask(root, key, limit)
        .<CompletionStage<RateDecision>>handle((decision, failure) -> {
          if (failure == null) {
            succeeded();
            return CompletableFuture.completedFuture(decision);
          }
          failed(failure);
          return local.take(root, key, limit.share(replicas));
        })
        .thenCompose(decision -> decision);
  }

  /** Whether decisions are local now because the shared store does not answer. */
  public boolean degraded() {
    return breaker.open();
  }

  private CompletionStage<RateDecision> ask(String root, String key, RateLimit limit) {
    try {
      return shared.take(root, key, limit);
    } catch (RuntimeException e) {
      // A full queue or a closed connection is thrown, not returned.
      return CompletableFuture.failedFuture(e);
    }
  }

  private void succeeded() {
    if (breaker.open()) {
      log.info("The shared store answers again; limits are shared");
    }
    breaker.succeeded();
  }

  private void failed(Throwable failure) {
    boolean before = breaker.open();
    breaker.failed();
    if (!before && breaker.open()) {
      log.warn("The shared store does not answer ({}); limits are local", failure.toString());
    }
  }
}
