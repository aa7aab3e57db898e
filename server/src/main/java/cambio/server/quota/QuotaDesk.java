package cambio.server.quota;

import cambio.router.money.Money;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leases from one root, with all that it may take: counters that are loaded first, a slice that is
 * fetched, expired leases that are ended. Never blocks.
 */
final class QuotaDesk {

  private static final int STEPS_MAX = 10;

  private final QuotaStore store;
  private final LedgerLoader loader;
  private final SliceDesk slices;
  private final LeaseReaper reaper;

  QuotaDesk(QuotaStore store, LedgerLoader loader, LeaseReaper reaper) {
    this.store = store;
    this.loader = loader;
    this.slices = new SliceDesk(store, loader, reaper);
    this.reaper = reaper;
  }

  /** Holds all or nothing. */
  CompletionStage<LeaseAnswer> reserve(LeaseRequest request) {
    return new Errand(store::reserve).step(request, STEPS_MAX);
  }

  /** Holds once more for a call under way whose lease was forgotten. */
  CompletionStage<LeaseAnswer> again(LeaseRequest forgotten) {
    return new Errand(store::again).step(forgotten, STEPS_MAX);
  }

  /** Adds to a lease. */
  CompletionStage<LeaseAnswer> extend(LeaseRequest more) {
    return new Errand(store::extend).step(more, STEPS_MAX);
  }

  /** What was free of a pooled budget when a slice of it was fetched last; null where none was. */
  @Nullable Money poolFree(SpendLine line) {
    return slices.poolFree(line);
  }

  /** One lease being asked for; its steps come one after the other. */
  private final class Errand {
    private final Function<LeaseRequest, CompletionStage<LeaseAnswer>> ask;
    private volatile boolean heldElsewhere;
    private volatile boolean reaped;

    Errand(Function<LeaseRequest, CompletionStage<LeaseAnswer>> ask) {
      this.ask = ask;
    }

    CompletionStage<LeaseAnswer> step(LeaseRequest request, int stepsLeft) {
      LeaseRequest now = stepsLeft <= 1 ? request.poolsAsked() : request;
      return ask.apply(now).thenCompose(answer -> next(now, answer, stepsLeft));
    }

    private CompletionStage<LeaseAnswer> next(
        LeaseRequest request, LeaseAnswer answer, int stepsLeft) {
      return switch (answer) {
        case LeaseAnswer.Rebuild rebuild when stepsLeft > 0 ->
            loader.load(request, rebuild).thenCompose(taken -> step(request, stepsLeft - 1));
        case LeaseAnswer.SliceShort shortage when stepsLeft > 0 ->
            slices
                .refill(request, shortage)
                .thenCompose(refill -> {
                  heldElsewhere = refill.heldElsewhere() || (refill.enough() && stepsLeft <= 2);
                  return step(refill.enough() ? request : request.poolsAsked(), stepsLeft - 1);
                });
        case LeaseAnswer.SpendRefused refused ->
            again(request, refused, refused.expired(), stepsLeft);
        case LeaseAnswer.RateRefused refused ->
            again(request, refused, refused.expired(), stepsLeft);
        case LeaseAnswer.Granted granted -> {
          // Nobody waits for it: the next refusal would.
          reaper.reap(request.root(), granted.expired());
          yield CompletableFuture.completedFuture(granted);
        }
        case LeaseAnswer.Rebuild rebuild -> CompletableFuture.failedFuture(moving());
        case LeaseAnswer.SliceShort shortage -> CompletableFuture.failedFuture(moving());
        case LeaseAnswer.Unknown unknown -> CompletableFuture.completedFuture(unknown);
      };
    }

    /** Looks again once leases that nobody lives for are ended. */
    private CompletionStage<LeaseAnswer> again(
        LeaseRequest request, LeaseAnswer refusal, List<String> expired, int stepsLeft) {
      if (expired.isEmpty() || reaped || stepsLeft == 0) {
        return CompletableFuture.completedFuture(marked(refusal));
      }
      reaped = true;
      return reaper.reap(request.root(), expired).thenCompose(done -> step(request, stepsLeft - 1));
    }

    private LeaseAnswer marked(LeaseAnswer refusal) {
      return refusal instanceof LeaseAnswer.SpendRefused refused && heldElsewhere
          ? new LeaseAnswer.SpendRefused(refused.line(), refused.free(), true, List.of())
          : refusal;
    }
  }

  private static IllegalStateException moving() {
    return new IllegalStateException("counters change faster than they can be loaded");
  }
}
