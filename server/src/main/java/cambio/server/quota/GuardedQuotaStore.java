package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that is left alone while it is dead or slow: then every step fails at once, until a probe
 * that no request waits for has seen it back.
 */
final class GuardedQuotaStore implements QuotaStore {

  private static final Logger log = LoggerFactory.getLogger(GuardedQuotaStore.class);

  /** No budget has this root; its keys spread over the nodes of a cluster. */
  private static final String PROBED = "probe";

  private static final int PROBED_ROOTS = 64;

  private final QuotaStore next;
  private final StoreBreaker breaker;
  private int probes;

  GuardedQuotaStore(QuotaStore next, InstantSource clock) {
    this.next = next;
    this.breaker = new StoreBreaker(clock);
  }

  /** The store is not asked. Has no stack trace: it is thrown at every request of an outage. */
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Away() {
      super("the shared store does not answer", null, false, false);
    }
  }

  /** Whether it is left alone now. */
  boolean away() {
    return breaker.open();
  }

  /** Looks whether a store that was left alone is back, where it is time to. For one thread. */
  void probe() {
    if (breaker.probeDue()) {
      probes = (probes + 1) % PROBED_ROOTS;
      try {
        var _ = watched(() -> next.underWay(PROBED + probes, 1));
      } catch (RuntimeException e) {
        // The next probe sees whether it is better.
        failed(e);
      }
    }
  }

  @Override
  public CompletionStage<LeaseAnswer> reserve(LeaseRequest request) {
    return guarded(() -> next.reserve(request));
  }

  @Override
  public CompletionStage<LeaseAnswer> extend(LeaseRequest more) {
    return guarded(() -> next.extend(more));
  }

  @Override
  public CompletionStage<LeaseAnswer> again(LeaseRequest forgotten) {
    return guarded(() -> next.again(forgotten));
  }

  @Override
  public CompletionStage<Boolean> settle(SettleRequest request) {
    return guarded(() -> next.settle(request));
  }

  @Override
  public CompletionStage<Boolean> release(String root, String leaseId, boolean undo) {
    return guarded(() -> next.release(root, leaseId, undo));
  }

  @Override
  public CompletionStage<List<String>> renew(String root, List<String> leaseIds, Duration ttl) {
    return guarded(() -> next.renew(root, leaseIds, ttl));
  }

  @Override
  public CompletionStage<List<String>> underWay(String root, int limit) {
    return guarded(() -> next.underWay(root, limit));
  }

  @Override
  public CompletionStage<List<String>> expired(String root, int limit) {
    return guarded(() -> next.expired(root, limit));
  }

  @Override
  public CompletionStage<Boolean> load(LoadRequest request) {
    return guarded(() -> next.load(request));
  }

  @Override
  public CompletionStage<SliceAnswer> slice(SliceRequest request) {
    return guarded(() -> next.slice(request));
  }

  @Override
  public CompletionStage<Void> grant(String root, String counter, Slice slice) {
    return guarded(() -> next.grant(root, counter, slice));
  }

  @Override
  public CompletionStage<ShrinkAnswer> shrink(String root, String counter) {
    return guarded(() -> next.shrink(root, counter));
  }

  @Override
  public CompletionStage<Money> held(String root, String counter) {
    return guarded(() -> next.held(root, counter));
  }

  @Override
  public CompletionStage<List<String>> sharers(String pool, String counter) {
    return guarded(() -> next.sharers(pool, counter));
  }

  private <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> step) {
    return breaker.open() ? CompletableFuture.failedFuture(new Away()) : watched(step);
  }

  private <T> CompletionStage<T> watched(Supplier<CompletionStage<T>> step) {
    return step.get()
        .whenComplete((answer, failure) -> {
          if (failure == null) {
            succeeded();
          } else {
            failed(failure);
          }
        });
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
