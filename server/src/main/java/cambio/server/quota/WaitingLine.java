package cambio.server.quota;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where calls wait for money that other calls hold and may not need. First come, first served
 * within a root, and for a bounded time; the first in line asks again every few milliseconds and as
 * soon as a call of this router ends. Calls under way stand ahead of those that have not begun:
 * only who goes on gives back what others wait for.
 */
final class WaitingLine {

  private static final long LOOK_MILLIS = 20;

  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final long waitNanos;
  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

  WaitingLine(ScheduledExecutorService timer, LongSupplier nanoTime, Duration longest) {
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.waitNanos = longest.toNanos();
  }

  /**
   * Asks, and asks again while it may help.
   *
   * @param ask what to ask
   * @param worthWaiting whether an answer may become a better one
   * @return the first answer that is not worth waiting for, or the last one
   */
  <T> CompletionStage<T> ask(
      String root, Supplier<CompletionStage<T>> ask, Predicate<T> worthWaiting) {
    if (waitNanos <= 0) {
      return ask.get();
    }
    Line line = lines.get(root);
    if (line != null && !line.isEmpty()) {
      return line(root).join(new Waiter<>(ask, worthWaiting, false));
    }
    return askAndJoin(root, new Waiter<>(ask, worthWaiting, false));
  }

  /** The same for a call under way: it asks before all that wait, and waits ahead of them. */
  <T> CompletionStage<T> askAhead(
      String root, Supplier<CompletionStage<T>> ask, Predicate<T> worthWaiting) {
    return waitNanos <= 0 ? ask.get() : askAndJoin(root, new Waiter<>(ask, worthWaiting, true));
  }

  private <T> CompletionStage<T> askAndJoin(String root, Waiter<T> waiter) {
    return waiter
        .ask
        .get()
        .thenCompose(answer ->
            waiter.worthWaiting.test(answer)
                ? line(root).join(waiter)
                : CompletableFuture.completedFuture(answer));
  }

  /** A call of this root ended: what it held may be free. */
  void freed(String root) {
    Line line = lines.get(root);
    if (line != null) {
      line.look();
    }
  }

  private Line line(String root) {
    return lines.computeIfAbsent(root, name -> new Line());
  }

  private final class Waiter<T> {
    final Supplier<CompletionStage<T>> ask;
    final Predicate<T> worthWaiting;
    final boolean underWay;
    final CompletableFuture<T> answer = new CompletableFuture<>();
    final long deadline = nanoTime.getAsLong() + waitNanos;

    Waiter(Supplier<CompletionStage<T>> ask, Predicate<T> worthWaiting, boolean underWay) {
      this.ask = ask;
      this.worthWaiting = worthWaiting;
      this.underWay = underWay;
    }

    /** Asks; whether this waiter is served, one way or the other. */
    CompletionStage<Boolean> serve() {
      return ask.get()
          .handle((given, failure) -> {
            if (failure != null) {
              answer.completeExceptionally(failure);
              return true;
            }
            boolean late = nanoTime.getAsLong() - deadline >= 0;
            if (!late && worthWaiting.test(given)) {
              return false;
            }
            answer.complete(given);
            return true;
          });
    }
  }

  private final class Line {
    private final Deque<Waiter<?>> underWay = new ArrayDeque<>();
    private final Deque<Waiter<?>> waiting = new ArrayDeque<>();
    private boolean looking;
    private boolean ticking;

    synchronized boolean isEmpty() {
      return underWay.isEmpty() && waiting.isEmpty();
    }

    <T> CompletionStage<T> join(Waiter<T> waiter) {
      synchronized (this) {
        (waiter.underWay ? underWay : waiting).add(waiter);
        if (!ticking) {
          ticking = true;
          again();
        }
      }
      return waiter.answer;
    }

    private void again() {
      timer.schedule(this::tick, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
      look();
      synchronized (this) {
        ticking = !isEmpty();
        if (ticking) {
          again();
        }
      }
    }

    /** Serves from the head on until one has to wait. */
    void look() {
      while (true) {
        Waiter<?> head;
        synchronized (this) {
          head = underWay.isEmpty() ? waiting.peek() : underWay.peek();
          if (looking || head == null) {
            return;
          }
          looking = true;
        }
        CompletableFuture<Boolean> served = head.serve().toCompletableFuture();
        if (!served.isDone()) {
          served.thenAccept(done -> {
            if (after(head, done)) {
              look();
            }
          });
          return;
        }
        if (!after(head, served.join())) {
          return;
        }
      }
    }

    private synchronized boolean after(Waiter<?> head, boolean served) {
      looking = false;
      if (served) {
        (head.underWay ? underWay : waiting).remove(head);
      }
      return served;
    }
  }
}
