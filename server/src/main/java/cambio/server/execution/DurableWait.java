package cambio.server.execution;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits, on a call's event loop and without holding it up, until the call's record is on disk or
 * that has taken too long. Goes on once.
 */
public final class DurableWait {

  /** A store that is slower counts as one that is away: the caller has waited enough. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final EventLoop loop;
  private final Consumer<Boolean> then;
  private @Nullable Future<?> timer;
  private boolean over;

  /**
   * A wait.
   *
   * @param loop the call's
   * @param then takes whether the record is on disk
   */
  public DurableWait(EventLoop loop, Consumer<Boolean> then) {
    this.loop = loop;
    this.then = then;
  }

  /** Waits for this, which is called once. On the event loop. */
  public void on(CompletableFuture<?> written) {
    if (written.isDone()) {
      goOn(!written.isCompletedExceptionally());
      return;
    }
    timer = loop.schedule(() -> goOn(false), LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    written.whenComplete((done, failure) -> loop.execute(() -> goOn(failure == null)));
  }

  private void goOn(boolean recorded) {
    if (over) {
      return;
    }
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    then.accept(recorded);
  }
}
