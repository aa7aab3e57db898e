package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was spent by the book. Blocks: it is never asked on an event loop. All methods throw where
 * the book cannot be read, or does not know everything yet.
 */
public interface SpendSource {

  /** What a subject spent since an instant. */
  Money spent(Scope scope, String subject, Instant from);

  /**
   * What subjects spent, and which generations are settled, all of one moment: a generation's cost
   * is in the sums exactly where it is told to be settled.
   */
  Moment moment(List<Sum> sums, List<String> generations);

  /** What a subject spent since an instant is asked for. */
  record Sum(Scope scope, String subject, Instant from) {}

  /**
   * One moment of the book.
   *
   * @param spent one for each sum that was asked for
   * @param settled those of the generations that are in the book
   */
  record Moment(List<Money> spent, Set<String> settled) {
    public Moment {
      spent = List.copyOf(spent);
      settled = Set.copyOf(settled);
    }
  }

  /** What each workspace of an organisation spent since an instant, by the workspace's subject. */
  Map<String, Money> spentByWorkspace(String organization, Instant from);

  /** What a generation was settled at; null where it never was. */
  @Nullable Money settled(String generationId);

  /**
   * Whether what this router settled may not be in the book yet. Quick, and safe on an event loop.
   */
  boolean behind();

  /** Thrown where the book does not know everything yet: a short wait is all that helps. */
  static FailureException incomplete(String why) {
    return new FailureException(
        Failure.of(FailureKind.UNAVAILABLE, "The ledger is behind: " + why)
            .withRetryAfter(Duration.ofSeconds(1)));
  }

  /** A book with nothing in it, for routers that bound no money and for tests. */
  static SpendSource empty() {
    return new SpendSource() {
      @Override
      public Money spent(Scope scope, String subject, Instant from) {
        return Money.ZERO;
      }

      @Override
      public Moment moment(List<Sum> sums, List<String> generations) {
        return new Moment(Collections.nCopies(sums.size(), Money.ZERO), Set.of());
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
