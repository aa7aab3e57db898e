package cambio.server.quota;

import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What calls under way hold, at the roots that count it. */
final class HeldSpend implements HeldMoney {

  private final QuotaStore store;
  private final InstantSource clock;

  HeldSpend(QuotaStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Money> of(Scope scope, Spender whose, ResetInterval reset) {
    String subject = String.valueOf(whose.subject(scope));
    String counter = CallLines.counter(scope, subject, reset, reset.windowStart(clock.instant()));
    String pool = SliceDesk.pool(whose.organization());
    return switch (scope) {
      case ORGANIZATION -> store.sharers(pool, counter).thenCompose(roots -> sum(roots, counter));
      case MEMBER -> store.held(pool, counter);
      case KEY, WORKSPACE, MODEL, END_USER ->
          store.held(String.valueOf(whose.subject(Scope.WORKSPACE)), counter);
    };
  }

  /** The sum at this moment, root by root. */
  private CompletionStage<Money> sum(List<String> roots, String counter) {
    CompletionStage<Money> sum = CompletableFuture.completedFuture(Money.ZERO);
    for (String root : roots) {
      sum = sum.thenCombine(store.held(root, counter), Money::plus);
    }
    return sum;
  }
}
