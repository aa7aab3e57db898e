package cambio.server.quota;

import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import java.util.concurrent.CompletionStage;

/** Tells what calls under way hold of a budget. Never blocks; safe from any thread. */
@FunctionalInterface
public interface HeldMoney {

  /**
   * What is held at this moment; zero where nothing counts it, because there is no such budget or
   * nobody used it yet. Fails where the store of the limits does not answer.
   *
   * @param scope key, member, workspace or organisation, whose budget it is; prepaid credit is the
   *     organisation's that is never reset
   * @param whose of which the subject in this scope is looked at
   * @param reset when the budget begins anew
   */
  CompletionStage<Money> of(Scope scope, Spender whose, ResetInterval reset);
}
