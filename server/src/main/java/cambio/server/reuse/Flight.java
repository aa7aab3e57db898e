package cambio.server.reuse;

import cambio.server.execution.GenerationEngine.RunningCall;
import org.jspecify.annotations.Nullable;

/**
 * One call under way whose answer several callers wait for. It goes on for as long as any of them
 * is there, be it the one that began it or not: all have the same key, so the same one pays.
 */
final class Flight {

  private final AnswerLog log = new AnswerLog();
  private int guests;
  private boolean leaderGone;
  private boolean closed;
  private @Nullable RunningCall running;
  private Runnable onJoin = () -> {};

  AnswerLog log() {
    return log;
  }

  /** One more waits; false where it is too late for that. */
  boolean join() {
    Runnable joined;
    synchronized (this) {
      if (closed) {
        return false;
      }
      guests++;
      joined = onJoin;
    }
    joined.run();
    return true;
  }

  /** What to do, on any thread, when somebody joins. */
  synchronized void onJoin(Runnable joined) {
    onJoin = joined;
  }

  /** Whether anybody waits. */
  synchronized boolean shared() {
    return guests > 0;
  }

  /** Nobody can join any more. */
  synchronized void close() {
    closed = true;
  }

  /** The call runs. */
  void running(RunningCall call) {
    boolean stop;
    synchronized (this) {
      running = call;
      stop = closed && leaderGone && guests == 0;
    }
    if (stop) {
      call.cancel();
    }
  }

  /** Whoever began it has left; whether the call goes on without. */
  boolean leaderLeft() {
    RunningCall stopped;
    synchronized (this) {
      leaderGone = true;
      if (guests > 0) {
        return true;
      }
      closed = true;
      stopped = running;
    }
    stop(stopped);
    return false;
  }

  /** One of those that wait has left, or has its answer. */
  void guestLeft() {
    RunningCall stopped = null;
    synchronized (this) {
      guests--;
      if (leaderGone && guests == 0 && !log.ended()) {
        closed = true;
        stopped = running;
      }
    }
    stop(stopped);
  }

  private static void stop(@Nullable RunningCall call) {
    if (call != null) {
      call.cancel();
    }
  }
}
