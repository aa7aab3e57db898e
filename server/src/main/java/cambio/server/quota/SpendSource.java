package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was spent by the book. Blocks: it is never asked on an event loop. All methods throw where
 * the book cannot be read, or does not know everything yet.
 */
public interface SpendSource {

  /** What a subject spent since an instant. */
  Money spent(Scope scope, String subject, Instant from);

  /** What each workspace of an organisation spent since an instant, by the workspace's subject. */
  Map<String, Money> spentByWorkspace(String organization, Instant from);

  /** What a generation was settled at; null where it never was. */
  @Nullable Money settled(String generationId);

  /**
   * Whether what this router settled may not be in the book yet. Quick, and safe on an event loop.
   */
  boolean behind();

  /** A book with nothing in it, for routers that bound no money and for tests. */
  static SpendSource empty() {
    return new SpendSource() {
      @Override
      public Money spent(Scope scope, String subject, Instant from) {
        return Money.ZERO;
      }

      @Override
      public Map<String, Money> spentByWorkspace(String organization, Instant from) {
        return Map.of();
      }

      @Override
      public @Nullable Money settled(String generationId) {
        return null;
      }

      @Override
      public boolean behind() {
        return false;
      }
    };
  }
}
