package cambio.server.quota;

import cambio.router.money.Money;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What calls under way hold of an organisation's prepaid credit, over all of its workspaces. */
final class HeldCredit {

  private final QuotaStore store;

  HeldCredit(QuotaStore store) {
    this.store = store;
  }

  /** The sum at this moment, root by root; fails where the store does not answer. */
  CompletionStage<Money> of(String organization) {
    String counter = CallLines.creditCounter(organization);
    return store
        .sharers(SliceDesk.pool(organization), counter)
        .thenCompose(roots -> sum(roots, counter));
  }

  private CompletionStage<Money> sum(List<String> roots, String counter) {
    CompletionStage<Money> sum = CompletableFuture.completedFuture(Money.ZERO);
    for (String root : roots) {
      sum = sum.thenCombine(store.held(root, counter), Money::plus);
    }
    return sum;
  }
}
