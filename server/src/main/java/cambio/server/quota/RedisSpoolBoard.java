package cambio.server.quota;

import cambio.server.redis.RedisLink;
import cambio.server.redis.RedisScript;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The board as a sorted set of the routers that are behind, by when they last said so. */
public final class RedisSpoolBoard implements SpoolBoard {

  /**
   * A router that died with a spool is waited for so long. It is long enough for a restart, and not
   * for ever: a disk that is lost must not keep budgets closed.
   */
  public static final Duration KEPT = Duration.ofMinutes(10);

  private static final String KEY = "cambio:v1:{spools}:behind";
  private static final RedisScript TELL = script("spools_tell.lua");
  private static final RedisScript OTHERS = script("spools_others.lua");

  private final RedisLink link;
  private final String router;
  private final String keptMillis;

  /**
   * A board of all who use this Redis.
   *
   * @param router this one's name, the same after a restart
   * @param kept for how long a router that fell silent stays on the board
   */
  public RedisSpoolBoard(RedisLink link, String router, Duration kept) {
    this.link = link;
    this.router = router;
    this.keptMillis = Long.toString(kept.toMillis());
  }

  @Override
  public CompletionStage<Void> tell(boolean behind) {
    return link.runForNumber(TELL, KEY, router, behind ? "1" : "0", keptMillis)
        .thenCompose(done -> CompletableFuture.<Void>completedFuture(null));
  }

  @Override
  public CompletionStage<Boolean> othersBehind() {
    return link.runForNumber(OTHERS, KEY, router, keptMillis).thenApply(others -> others > 0);
  }

  private static RedisScript script(String name) {
    return RedisScript.of(RedisScript.resource(RedisSpoolBoard.class, name));
  }
}
