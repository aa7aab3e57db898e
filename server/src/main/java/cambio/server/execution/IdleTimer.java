package cambio.server.execution;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fires once when nothing has touched it for a while, or at the latest after a longest time. To
 * touch it is to write a field: the one timer is moved on only when it fires early. Lives on one
 * event loop.
 */
final class IdleTimer implements Runnable {

  private static final long NEVER = Long.MAX_VALUE;

  private final EventLoop loop;
  private final LongSupplier nanoTime;
  private final Runnable onExpiry;
  private long idleNanos = NEVER;
  private long touchedNanos;
  private long endNanos;
  private boolean paused;
  private @Nullable Future<?> timer;

  IdleTimer(EventLoop loop, LongSupplier nanoTime, Runnable onExpiry) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.onExpiry = onExpiry;
  }

  /** Starts anew: fires at the latest after {@code longest}. */
  void start(Duration longest) {
    start(null, longest);
  }

  /** Starts anew: fires after {@code idle} without a touch, at the latest after {@code longest}. */
  void start(@Nullable Duration idle, Duration longest) {
    stop();
    touchedNanos = nanoTime.getAsLong();
    endNanos = touchedNanos + longest.toNanos();
    idleNanos = idle == null ? NEVER : idle.toNanos();
    paused = false;
    arm(Math.min(idleNanos, longest.toNanos()));
  }

  void touch() {
    touchedNanos = nanoTime.getAsLong();
  }

  /** Idleness does not count until {@link #resume}. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    touch();
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void run() {
    long now = nanoTime.getAsLong();
    long toEnd = endNanos - now;
    long toIdle = idleNanos == NEVER ? NEVER : touchedNanos - now + idleNanos;
    if (paused) {
      toIdle = idleNanos;
    }
    if (toEnd <= 0 || toIdle <= 0) {
      timer = null;
      onExpiry.run();
    } else {
      arm(Math.min(toEnd, toIdle));
    }
  }

  private void arm(long nanos) {
    timer = loop.schedule(this, nanos, TimeUnit.NANOSECONDS);
  }
}
