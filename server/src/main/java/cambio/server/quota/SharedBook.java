package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A book that several routers write. It tells nothing while settlements of another router wait in a
 * spool: a sum without them would hand out money that is spent.
 *
 * <p>The board is asked before the book, and a router leaves the board after its spool is in the
 * book, so that what is not on the board is in the sums. What a router spools later belongs to
 * calls that the counters still know as being under way.
 */
final class SharedBook implements SpendSource {

  private static final long BOARD_SECONDS = 5;

  /** How many ticks go by until a router that is behind says so again. */
  private static final int TICKS_BETWEEN = 4;

  private final SpendSource book;
  private final SpoolBoard board;
  private volatile boolean told = true;
  private int ticks;

  /** A book and the board of those who write it. */
  SharedBook(SpendSource book, SpoolBoard board) {
    this.book = book;
    this.board = board;
  }

  /**
   * Tells the others whether this router is behind: at once when that changes, and again now and
   * then while it is, for the board may have been lost. For one thread at a time; never blocks.
   */
  void tick() {
    boolean behind = book.behind();
    ticks = (ticks + 1) % TICKS_BETWEEN;
    if (behind != told || (behind && ticks == 0)) {
      board.tell(behind).whenComplete((done, failure) -> told = failure == null ? behind : !behind);
    }
  }

  @Override
  public Money spent(Scope scope, String subject, Instant from) {
    requireComplete();
    return book.spent(scope, subject, from);
  }

  @Override
  public Moment moment(List<Sum> sums, List<String> generations) {
    requireComplete();
    return book.moment(sums, generations);
  }

  @Override
  public Map<String, Money> spentByWorkspace(String organization, Instant from) {
    requireComplete();
    return book.spentByWorkspace(organization, from);
  }

  @Override
  public @Nullable Money settled(String generationId) {
    requireComplete();
    return book.settled(generationId);
  }

  @Override
  public boolean behind() {
    return book.behind();
  }

  private void requireComplete() {
    boolean lacking;
    try {
      lacking =
          board
              .othersBehind()
              .toCompletableFuture()
              .orTimeout(BOARD_SECONDS, TimeUnit.SECONDS)
              .join();
    } catch (CompletionException e) {
      throw SpendSource.incomplete("it is not known what other routers have to add.");
    }
    if (lacking) {
      throw SpendSource.incomplete("settlements of another router wait for the database.");
    }
  }
}
