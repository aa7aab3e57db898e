package cambio.server.ledger;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The book of a router that keeps none: nothing was spent, and nothing granted. */
public final class EmptyBook implements SpendHistory {
  @Override
  public Money spent(Scope scope, String subject, Instant from) {
    return Money.ZERO;
  }

  @Override
  public Money creditGranted(String organization) {
    return Money.ZERO;
  }

  @Override
  public @Nullable Money settled(String generationId) {
    return null;
  }
}
