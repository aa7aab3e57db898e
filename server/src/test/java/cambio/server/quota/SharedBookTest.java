package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cambio.router.quota.Scope;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedBookTest {

  private final BookOfTests book = new BookOfTests();
  private final Board board = new Board();
  private final SharedBook shared = new SharedBook(book, board);

  static List<Function<SpendSource, Object>> questions() {
    return List.of(
        source -> source.spent(Scope.WORKSPACE, "o/w", Instant.EPOCH),
        source -> source.moment(List.of(), List.of("g")),
        source -> source.spentByWorkspace("o", Instant.EPOCH),
        source -> String.valueOf(source.settled("g")));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void nothingIsToldWhileAnotherRouterHasToAddSomething(Function<SpendSource, Object> question) {
    book.wrote("g", 5, "o/w");
    assertThat(question.apply(shared)).isEqualTo(question.apply(book));

    board.others = true;
    assertUnavailable(question, "another router wait for the database");
    board.broken = true;
    assertUnavailable(question, "not known what other routers have to add");

    board.broken = false;
    board.others = false;
    assertThat(question.apply(shared)).isEqualTo(question.apply(book));
  }

  private void assertUnavailable(Function<SpendSource, Object> question, String why) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> question.apply(shared))
        .satisfies(e -> {
          assertThat(e.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
          assertThat(e.failure().message()).contains(why);
        });
  }

  @Test
  void othersAreToldAtOnceAndAgainWhileItLasts() {
    ticks(1);
    assertThat(board.told).as("what an earlier life left there goes").containsExactly(false);
    ticks(9);
    assertThat(board.told).hasSize(1);

    book.falls(true);
    ticks(1);
    assertThat(board.told).containsExactly(false, true);
    ticks(8);
    assertThat(board.told).containsExactly(false, true, true, true);

    book.falls(false);
    ticks(9);
    assertThat(board.told).containsExactly(false, true, true, true, false);
  }

  @Test
  void whatTheBoardDidNotTakeIsToldAgain() {
    ticks(1);
    book.falls(true);
    board.broken = true;
    ticks(3);
    board.broken = false;
    ticks(1);
    assertThat(board.told).containsExactly(false, true);
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      shared.tick();
    }
  }

  /** A board of one's own, that may break. */
  private static final class Board implements SpoolBoard {
    private final List<Boolean> told = new ArrayList<>();
    private boolean others;
    private boolean broken;

    @Override
    public CompletionStage<Void> tell(boolean behind) {
      if (broken) {
        return CompletableFuture.failedFuture(new IllegalStateException("broken"));
      }
      told.add(behind);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> othersBehind() {
      return broken
          ? CompletableFuture.failedFuture(new IllegalStateException("broken"))
          : CompletableFuture.completedFuture(others);
    }
  }
}
