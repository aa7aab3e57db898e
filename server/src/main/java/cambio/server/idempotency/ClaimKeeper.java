package cambio.server.idempotency;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the claims of calls under way. It renews them, so that they may be short and a crash gives
 * the keys back soon; and repeats what the store did not hear of answers.
 */
final class ClaimKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClaimKeeper.class);

  /** A claim is renewed so often in its lease. */
  private static final int RENEWALS = 3;

  /** The most answers that wait for a store to come back. */
  private static final int UNTOLD_MAX = 1_000;

  private final ClaimStore store;
  private final ConcurrentMap<String, ClaimRequest> live = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Untold> untold = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  /** An answer that the store did not hear of. */
  private record Untold(ClaimRequest request, byte[] answer) {}

  ClaimKeeper(ClaimStore store, Duration lease) {
    this.store = store;
    long every = Math.max(1, lease.toMillis() / RENEWALS);
    this.timer = timer();
    var _ = timer.scheduleAtFixedRate(this::tick, every, every, TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService timer() {
    return new ScheduledThreadPoolExecutor(
        1, work -> Thread.ofPlatform().daemon().name("cambio-idempotency").unstarted(work));
  }

  /** A call holds this from now on. */
  void began(ClaimRequest request) {
    live.put(request.generation(), request);
  }

  /** It is renewed no longer. */
  void ended(ClaimRequest request) {
    live.remove(request.generation());
  }

  /**
   * Tells the store of an answer; completes when it has heard, or will have to be told again. Never
   * fails.
   */
  CompletionStage<@Nullable Void> keep(ClaimRequest request, byte[] answer) {
    return store
        .keep(request, answer)
        .<@Nullable Void>handle((kept, trouble) -> {
          if (trouble == null) {
            told(request, kept);
          } else {
            later(request, answer, trouble);
          }
          return null;
        });
  }

  private void told(ClaimRequest request, boolean kept) {
    untold.remove(request.generation());
    ended(request);
    if (!kept) {
      log.warn(
          "generation {}: its idempotency key was taken over while it ran; its answer is not kept",
          request.generation());
    }
  }

  /** Until it is told, the claim goes on being renewed. */
  private void later(ClaimRequest request, byte[] answer, Throwable trouble) {
    if (untold.size() < UNTOLD_MAX || untold.containsKey(request.generation())) {
      untold.put(request.generation(), new Untold(request, answer));
    } else {
      ended(request);
      log.warn("generation {}: its answer is not kept", request.generation(), trouble);
    }
  }

  /** Renews and repeats. What fails is tried at the next turn. */
  void tick() {
    try {
      live.values().forEach(this::renew);
      for (Untold answer : untold.values()) {
        var _ = keep(answer.request(), answer.answer());
      }
    } catch (RuntimeException | Error e) {
      log.error("idempotency keys could not be looked after", e);
    }
  }

  private void renew(ClaimRequest request) {
    store
        .renew(request)
        .whenComplete((owned, trouble) -> {
          if (trouble == null && !owned && live.containsKey(request.generation())) {
            claimAgain(request);
          }
        });
  }

  /** The store has forgotten a claim: a repetition must find it all the same. */
  private void claimAgain(ClaimRequest request) {
    store
        .claim(request, null)
        .whenComplete((claim, trouble) -> {
          if (claim instanceof Claim.Granted && !live.containsKey(request.generation())) {
            // The call has ended meanwhile.
            var _ = store.free(request);
          }
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
