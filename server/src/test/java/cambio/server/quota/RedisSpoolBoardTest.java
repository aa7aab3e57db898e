package cambio.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.server.redis.OwnRedis;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSpoolBoardTest {

  @RegisterExtension static final OwnRedis REDIS = new OwnRedis();

  private final SpoolBoard red = board("red", RedisSpoolBoard.KEPT);
  private final SpoolBoard blue = board("blue", RedisSpoolBoard.KEPT);

  @BeforeEach
  void clear() {
    tell(red, false);
    tell(blue, false);
  }

  @Test
  void othersSeeWhoIsBehindUntilItIsNot() {
    assertThat(othersBehind(blue)).isFalse();
    tell(red, true);
    tell(red, true);
    assertThat(othersBehind(blue)).isTrue();
    assertThat(othersBehind(red)).as("itself is no other").isFalse();
    tell(blue, true);
    assertThat(othersBehind(red)).isTrue();
    tell(red, false);
    assertThat(othersBehind(blue)).isFalse();
    assertThat(othersBehind(red)).isTrue();
  }

  @Test
  void whoComesBackUnderItsNameTakesItselfOff() {
    tell(red, true);
    tell(board("red", RedisSpoolBoard.KEPT), false);
    assertThat(othersBehind(blue)).isFalse();
  }

  @Test
  void whoNeverComesBackIsForgotten() throws Exception {
    SpoolBoard hasty = board("blue", Duration.ofMillis(1));
    tell(red, true);
    Await.until("the end of patience", () -> !othersBehind(hasty));
  }

  private static SpoolBoard board(String router, Duration kept) {
    return new RedisSpoolBoard(REDIS.link(), router, kept);
  }

  private static void tell(SpoolBoard board, boolean behind) {
    board.tell(behind).toCompletableFuture().join();
  }

  private static boolean othersBehind(SpoolBoard board) {
    return board.othersBehind().toCompletableFuture().join();
  }
}
