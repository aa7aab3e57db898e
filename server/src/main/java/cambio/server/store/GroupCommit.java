package cambio.server.store;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes items in groups, each group in one transaction, on one platform thread (SQLite has one
 * writer, and a virtual thread would pin its carrier in the native library).
 *
 * <p>A lone item is written at once. As soon as a second one waits there is load, and the group is
 * gathered for up to {@link #LINGER}: the cost of a commit is then shared by all of them.
 */
final class GroupCommit<T> implements AutoCloseable {

  /** The largest group. */
  static final int GROUP_MAX = 256;

  /** How long a group is gathered. */
  static final Duration LINGER = Duration.ofMillis(5);

  private static final Duration FULL_WAIT = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final BlockingQueue<Waiting<T>> queue;
  private final Write<T> write;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  /** Writes a group in one transaction; all of it or nothing. */
  @FunctionalInterface
  interface Write<T> {
    void group(List<T> items) throws Exception;
  }

  private record Waiting<T>(T item, CompletableFuture<@Nullable Void> written) {}

  GroupCommit(String name, int capacity, Write<T> write) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.write = write;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Queues an item and returns at once. While the queue is full the item waits on a virtual thread
   * of its own: whoever waits for the stage is held back, and nothing is lost silently. After five
   * seconds it gives up with UNAVAILABLE.
   */
  CompletionStage<@Nullable Void> add(T item) {
    Waiting<T> waiting = new Waiting<>(item, new CompletableFuture<>());
    if (closed) {
      waiting.written().completeExceptionally(unavailable("The router is stopping."));
    } else if (queue.offer(waiting)) {
      refuseIfStopped(waiting);
    } else {
      Thread.ofVirtual().start(() -> addWhenRoom(waiting));
    }
    return waiting.written();
  }

  private void addWhenRoom(Waiting<T> waiting) {
    try {
      if (queue.offer(waiting, FULL_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        refuseIfStopped(waiting);
      } else {
        waiting.written().completeExceptionally(unavailable("Too much waits to be written."));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      waiting.written().completeExceptionally(unavailable("Interrupted while waiting to write."));
    }
  }

  /** An item may slip in after the writer's last look. */
  private void refuseIfStopped(Waiting<T> waiting) {
    if (closed && !thread.isAlive() && queue.remove(waiting)) {
      waiting.written().completeExceptionally(unavailable("The router is stopping."));
    }
  }

  /** Why the last group could not be written, or null. */
  @Nullable String trouble() {
    return trouble;
  }

  /** How many items wait. */
  int backlog() {
    return queue.size();
  }

  private void run() {
    List<Waiting<T>> group = new ArrayList<>(GROUP_MAX);
    while (!closed || !queue.isEmpty()) {
      try {
        gather(group);
      } catch (InterruptedException e) {
        // close() asks to look at `closed`; what is queued is written first.
        queue.drainTo(group, GROUP_MAX - group.size());
      }
      if (!group.isEmpty()) {
        commit(group);
        group.clear();
      }
    }
  }

  private void gather(List<Waiting<T>> group) throws InterruptedException {
    group.add(queue.take());
    queue.drainTo(group, GROUP_MAX - 1);
    if (group.size() == 1) {
      return;
    }
    long end = System.nanoTime() + LINGER.toNanos();
    while (group.size() < GROUP_MAX && !closed) {
      Waiting<T> next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      group.add(next);
      queue.drainTo(group, GROUP_MAX - group.size());
    }
  }

  private void commit(List<Waiting<T>> group) {
    try {
      write.group(group.stream().map(Waiting::item).toList());
      trouble = null;
      group.forEach(waiting -> waiting.written().complete(null));
    } catch (Exception | Error e) {
      // An error, too: without its one thread nothing would ever be written again.
      trouble = "the last write failed: " + e.getMessage();
      log.error("{} generation records could not be written", group.size(), e);
      FailureException failure = unavailable("The record of the generation was not written.");
      group.forEach(waiting -> waiting.written().completeExceptionally(failure));
    }
  }

  private static FailureException unavailable(String why) {
    return new FailureException(
        Failure.of(FailureKind.UNAVAILABLE, why + " Try again in a moment.")
            .withRetryAfter(Duration.ofSeconds(1)));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
