package cambio.server.surface.grpc;

import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.quota.HeldMoney;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks what calls under way hold, and waits for the answer. */
final class Reserved {

  private static final long STORE_SECONDS = 2;

  private final HeldMoney held;

  Reserved(HeldMoney held) {
    this.held = held;
  }

  /** What is held; null while the store that counts it is away. Blocks. */
  @Nullable Money of(Scope scope, Spender whose, ResetInterval reset) {
    try {
      return held.of(scope, whose, reset)
          .toCompletableFuture()
          .orTimeout(STORE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      return null;
    }
  }

  /** What is held of an organisation's prepaid credit; null as above. Blocks. */
  @Nullable Money credit(String organization) {
    Spender whose = new Spender(organization, "", "", null, null, null);
    return of(Scope.ORGANIZATION, whose, ResetInterval.NEVER);
  }
}
